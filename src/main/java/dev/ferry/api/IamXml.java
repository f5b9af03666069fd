package dev.ferry.api;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML as IAM and STS answer it: elements with text or with elements, all of one namespace. */
final class IamXml {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    private IamXml() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException broken) {
            throw unwritable(broken);
        }
    }

    /** What stands in an element. */
    @FunctionalInterface
    interface Content {
        void write(IamXml xml);
    }

    /** The UTF-8 of a document of this element. */
    static byte[] document(String root, String namespace, Content content) {
        IamXml xml = new IamXml();
        try {
            xml.writer.writeStartElement(root);
            xml.writer.writeDefaultNamespace(namespace);
            content.write(xml);
            xml.writer.writeEndElement();
            xml.writer.close();
        } catch (XMLStreamException broken) {
            throw unwritable(broken);
        }
        return xml.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    IamXml element(String name, Content content) {
        try {
            writer.writeStartElement(name);
            content.write(this);
            writer.writeEndElement();
        } catch (XMLStreamException broken) {
            throw unwritable(broken);
        }
        return this;
    }

    IamXml element(String name, String value) {
        return element(name, xml -> {
            try {
                xml.writer.writeCharacters(value);
            } catch (XMLStreamException broken) {
                throw unwritable(broken);
            }
        });
    }

    private static IllegalStateException unwritable(XMLStreamException broken) {
        return new IllegalStateException("XML could not be written to memory", broken);
    }
}
