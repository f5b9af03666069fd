"""Looks at the console as a person does, in a real browser: what is pushed shows without a reload, a failure is retried by a
click, the keyboard reaches everything, nothing is wrong for axe-core, and a narrow window scrolls one way only."""
import argparse
import base64
import json
import os
import pathlib
import urllib.request

import backfills
import ferry
from pushes import OCI, client, demand, push, upload
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

AXE = pathlib.Path("target/ci/console/axe/package/axe.min.js")
ACCOUNT, PARTNER = "111122223333", "444455556666"
VIEWS = ["#/", f"#/images?registry={ACCOUNT}/us-west-2&repository=team/app", "#/rules", "#/backfills", "#/failures"]
MARKUP = "<script>document.title='broken'</script>"


def tenant(endpoint, account=ACCOUNT, region="us-west-2"):
    return client(endpoint, account, region)


def rule(region, account, *prefixes):
    filters = [{"filter": prefix, "filterType": "PREFIX_MATCH"} for prefix in prefixes]
    return {"destinations": [{"region": region, "registryId": account}]} | ({"repositoryFilters": filters} if filters else {})


def allow(endpoint):
    tenant(endpoint, PARTNER, "eu-west-1").put_registry_policy(policyText=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "FromTheTeam", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
        "Resource": f"arn:aws:ecr:eu-west-1:{PARTNER}:repository/*"}]}))


def referrer(ecr, repository, subject):
    """A signature, as cosign makes it, whose annotation is what a hostile one would write."""
    config = upload(ecr, repository, b"{}")
    ecr.put_image(repositoryName=repository, imageManifest=json.dumps({
        "schemaVersion": 2, "mediaType": f"{OCI}.manifest.v1+json", "artifactType": "application/vnd.example.signature",
        "config": {"mediaType": "application/vnd.oci.empty.v1+json", **config},
        "layers": [{"mediaType": "text/plain", **config}],
        "subject": {"mediaType": f"{OCI}.manifest.v1+json", **subject}, "annotations": {"note": MARKUP}}))


class Page:
    """A window of a real browser on the console."""

    def __init__(self, endpoint, width=1280, dark=False):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.endpoint = endpoint
        self.browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(os.environ.get("CHROMEDRIVER")))
        self.size(width)
        self.scheme(dark)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.browser.quit()

    def size(self, width, height=900):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, dark):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def open(self, view="#/"):
        self.browser.get("about:blank")  # so that the same address is loaded anew
        self.browser.get(f"{self.endpoint}/{view}")
        self.until("live", lambda: self.text("#live") == "live" and self.text("main h1"))
        return self

    def text(self, selector):
        return self.browser.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def count(self, selector):
        return self.browser.execute_script("return document.querySelectorAll(arguments[0]).length", selector)

    def until(self, what, holds):
        WebDriverWait(self.browser, 30, poll_frequency=0.1).until(lambda _: holds(), f"never seen: {what}")

    def said_by_the_browser(self):
        return [line["message"] for line in self.browser.get_log("browser") if line["level"] in ("SEVERE", "WARNING")]

    def violations(self):
        # By the browser's own debugger, which the page's policy does not bind.
        self.browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        found = self.browser.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
        return [f"{one['id']}: {node['html']}" for one in found["violations"] if one["impact"] in ("serious", "critical")
                for node in one["nodes"]]

    def picture(self, file):
        shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        pathlib.Path(file).write_bytes(base64.b64decode(shot["data"]))


def seed(endpoint):
    ecr = tenant(endpoint)
    ecr.put_replication_configuration(replicationConfiguration={"rules": [
        rule("eu-west-1", ACCOUNT, "team/"), rule("ap-southeast-2", ACCOUNT, "team/"), rule("eu-west-1", PARTNER, "team/app")]})
    for name in ("team/app", "team/web", "tools/build"):
        ecr.create_repository(repositoryName=name)


def a_push_is_seen_without_a_reload(page, endpoint):
    page.open()
    demand(page.count("#timeline article") == 0, "nothing was pushed yet")
    ecr = tenant(endpoint)
    digest = push(ecr, "team/app", "1.0", os.urandom(300_000))
    page.until("the push", lambda: "team/app:1.0" in page.text("#timeline article h3"))
    page.until("what arrived, and what did not", lambda: page.count("#timeline li[data-status=COMPLETE]") == 2
               and page.count("#timeline li[data-status=FAILED]") == 1)
    demand("AccessDenied" in page.text("#timeline .why"), "the page says why the partner's registry has none")
    return digest


def a_failure_is_retried_by_a_click(page, endpoint):
    page.open("#/failures")
    page.until("the failure", lambda: "AccessDenied" in page.text("main table"))
    allow(endpoint)
    page.browser.find_element(By.CSS_SELECTOR, "tr[data-push] button").click()
    page.until("no failure left", lambda: "Nothing failed" in page.text("main"))
    page.browser.find_element(By.LINK_TEXT, "Overview").click()
    page.until("its arrival", lambda: page.count("#timeline li[data-status=COMPLETE]") == 3)
    print("a failure is retried by a click, and arrives: as it should be", flush=True)


def markup_stays_text(page, endpoint, digest):
    ecr = tenant(endpoint)
    size = ecr.batch_get_image(repositoryName="team/app", imageIds=[{"imageDigest": digest}])["images"][0]["imageManifest"]
    referrer(ecr, "team/app", {"digest": digest, "size": len(size.encode())})
    image = f"#/images?registry={ACCOUNT}/us-west-2&repository=team/app&digest={digest}&tag=1.0"
    page.open(image)
    page.until("the referrer", lambda: page.count("main .list a.mono") == 1)
    page.browser.find_element(By.CSS_SELECTOR, "main .list a.mono").click()
    page.until("its annotation", lambda: MARKUP in page.text("main pre"))
    demand(page.count("main script") == 0 and "broken" not in page.browser.title, "markup in an annotation stays text")
    page.open(f"#/images?registry={ACCOUNT}/us-west-2&repository=team/app&digest={digest}&tag=%3Cscript%3E")
    page.until("a refusal", lambda: "could not be read" in page.text("main"))
    demand(page.count("main script") == 0, "markup in an address stays text")


def everything_is_within_reach(page, digest):
    for view in [*VIEWS, f"{VIEWS[1]}&digest={digest}&tag=1.0"]:
        for dark in (False, True):
            page.scheme(dark)
            page.open(view)
            found = page.violations()
            demand(not found, f"axe-core finds nothing serious in {view}, {'dark' if dark else 'light'}" + "".join(f"\n  {one}" for one in found))
        page.scheme(False)
        page.size(360)
        demand(page.browser.execute_script("return document.documentElement.scrollWidth") <= 360, f"{view} fits in 360 pixels")
        page.size(1280)
        by_keyboard(page, view)


def by_keyboard(page, view):
    page.browser.execute_script("document.activeElement.blur()")
    reached = set()
    wanted = page.browser.execute_script("""return [...document.querySelectorAll('a[href], button, select, [tabindex="0"]')]
      .filter((element) => element.checkVisibility()).map((element, index) => { element.dataset.stop = index; return String(index); })""")
    for _ in range(len(wanted) + 5):
        page.browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(page.browser.execute_script("return document.activeElement.dataset.stop ?? ''"))
    missed = set(wanted) - reached
    demand(not missed, f"the keyboard reaches all {len(wanted)} of {view}" + str(missed or ""))


def what_was_emptied_is_gone(page, endpoint):
    page.open("#/failures")
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_ferry/reset", method="POST")).close()
    demand("could not be read" not in page.text("main"), "a page that is open meanwhile can be read")
    page.open()
    demand("put-replication-configuration" in page.text("main .command"), "a cloud that was emptied says what to do next")
    ecr = tenant(endpoint, PARTNER)
    ecr.create_repository(repositoryName="team/web")
    push(ecr, "team/web", "9.9", os.urandom(1000))
    page.until("the new push alone", lambda: page.count("#timeline article") == 1 and "team/web:9.9" in page.text("#timeline h3"))
    print("what was emptied is gone from the page: as it should be", flush=True)


def pictures(page, endpoint, folder):
    """As the pages of the documentation show it."""
    os.makedirs(folder, exist_ok=True)
    ecr = tenant(endpoint)
    for number, (repository, tag) in enumerate([("team/web", "2.3"), ("tools/build", "7"), ("team/web", "2.4"), ("team/app", "1.1")]):
        push(ecr, repository, tag, os.urandom(900_000 + 100_000 * number))
    ecr.put_replication_configuration(replicationConfiguration={"rules": [
        rule("eu-west-1", ACCOUNT, "team/"), rule("ap-southeast-2", ACCOUNT, "team/"), rule("eu-west-1", PARTNER, "team/app"),
        rule("eu-central-1", "777788889999", "team/web")]})
    push(ecr, "team/web", "2.5", os.urandom(1_400_000))
    backfills.until_ended(ecr, ecr.start_replication_backfill(
        destination={"region": "eu-central-1", "registryId": "777788889999"})["replicationBackfillId"])
    page.size(1180, 980)
    for name, view, dark in [("console-light", "#/", False), ("console-dark", "#/", True),
                             ("console-images", VIEWS[1].replace("team/app", "team/web"), False), ("console-failures", "#/failures", True),
                             ("console-rules", "#/rules", False), ("console-backfills", "#/backfills", False)]:
        page.scheme(dark)
        page.open(view)
        page.picture(pathlib.Path(folder) / f"{name}.png")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--pictures", metavar="DIR", help="where to put pictures of the views")
    pictured = options.parse_args().pictures
    with ferry.running() as endpoint, Page(endpoint) as page:
        page.open()
        demand("put-replication-configuration" in page.text("main .command"), "an empty cloud says what to do next")
        seed(endpoint)
        digest = a_push_is_seen_without_a_reload(page, endpoint)
        everything_is_within_reach(page, digest)
        a_failure_is_retried_by_a_click(page, endpoint)
        demand(page.said_by_the_browser() == [], f"the browser complains of nothing: {page.said_by_the_browser()}")
        markup_stays_text(page, endpoint, digest)
        if pictured:
            pictures(page, endpoint, pictured)
        what_was_emptied_is_gone(page, endpoint)


if __name__ == "__main__":
    main()
