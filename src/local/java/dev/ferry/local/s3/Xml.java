package dev.ferry.local.s3;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A document of S3's XML, written element after element. */
final class Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final XMLStreamWriter writer;

    private Xml(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /** A document in S3's namespace. */
    static byte[] document(String root, Consumer<Xml> content) {
        return write(root, NAMESPACE, content);
    }

    /** The body of an error, which has no namespace. */
    static byte[] error(S3Exception refused, String resource, String requestId) {
        return write("Error", "", xml -> xml.add("Code", refused.error().code())
                .add("Message", refused.getMessage())
                .add("Resource", resource)
                .add("RequestId", requestId));
    }

    private static byte[] write(String root, String namespace, Consumer<Xml> content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(root);
            if (!namespace.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            }
            content.accept(new Xml(writer));
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("text in memory is always writable", impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    Xml add(String name, Object value) {
        return add(name, xml -> xml.text(value.toString()));
    }

    Xml add(String name, Consumer<Xml> content) {
        try {
            writer.writeStartElement(name);
            content.accept(this);
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("text in memory is always writable", impossible);
        }
    }

    private void text(String value) {
        try {
            String[] lines = value.split("\r", -1);
            writer.writeCharacters(lines[0]);
            for (int i = 1; i < lines.length; i++) {
                // As it is, readers of XML would take a carriage return for a line feed.
                writer.writeEntityRef("#13");
                writer.writeCharacters(lines[i]);
            }
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("text in memory is always writable", impossible);
        }
    }
}
