"""Looks at the console as a person does, in a real browser: what is pushed shows without a reload, a failure is retried by a
click, the keyboard reaches everything, nothing is wrong for axe-core, and a narrow window scrolls one way only."""
import argparse
import json
import os
import pathlib

import backfills
import ferry
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

AXE = pathlib.Path("target/ci/axe/package/axe.min.js")
ACCOUNT, PARTNER = "111122223333", "444455556666"
VIEWS = ["#/", f"#/images?registry={ACCOUNT}/us-west-2&repository=team/app", "#/rules", "#/backfills", "#/failures"]
MARKUP = "<script>document.title='broken'</script>"
