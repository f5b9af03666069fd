package dev.ferry.local.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the XML that some operations take as their body. */
final class XmlRequests {

    private XmlRequests() {}

    /** What DeleteObjects asks. */
    record Delete(boolean quiet, List<ObjectKey> keys) {
        private static final int MOST_KEYS = 1000;

        Delete {
            keys = List.copyOf(keys);
            if (keys.isEmpty() || keys.size() > MOST_KEYS) {
                throw new S3Exception(S3Error.MALFORMED_XML, "There must be 1 to 1,000 objects to delete");
            }
        }
    }

    static Delete delete(byte[] document) {
        Elements elements = Elements.read(document, "Delete");
        List<ObjectKey> keys = new ArrayList<>();
        for (Map<String, String> object : elements.named("Object")) {
            if (!object.keySet().equals(Set.of("Key"))) {
                throw new S3Exception(S3Error.NOT_IMPLEMENTED, "An object to delete is named by its key alone");
            }
            keys.add(new ObjectKey(object.get("Key")));
        }
        return new Delete(Boolean.parseBoolean(elements.texts.getOrDefault("Quiet", "false")), keys);
    }

    static List<CompletedPart> completedParts(byte[] document) {
        List<CompletedPart> parts = new ArrayList<>();
        for (Map<String, String> part : Elements.read(document, "CompleteMultipartUpload").named("Part")) {
            String number = part.getOrDefault("PartNumber", "");
            if (!number.matches("[0-9]{1,9}") || !part.containsKey("ETag")) {
                throw new S3Exception(S3Error.MALFORMED_XML, "A part has a PartNumber and an ETag");
            }
            Map<ChecksumAlgorithm, String> checksums = new HashMap<>();
            for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
                if (part.containsKey(algorithm.element())) {
                    checksums.put(algorithm, part.get(algorithm.element()));
                }
            }
            parts.add(new CompletedPart(Integer.parseInt(number), part.get("ETag").replace("\"", ""), checksums));
        }
        return parts;
    }

    /** What stands below a root: elements of text, and elements of such elements. */
    private record Elements(Map<String, String> texts, Map<String, List<Map<String, String>>> groups) {

        List<Map<String, String>> named(String name) {
            return groups.getOrDefault(name, List.of());
        }

        static Elements read(byte[] document, String root) {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            // A document type could name files of this machine or grow without bound.
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            try {
                XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
                reader.nextTag();
                reader.require(XMLStreamConstants.START_ELEMENT, null, root);
                Elements elements = new Elements(new HashMap<>(), new HashMap<>());
                while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    elements.readChild(reader);
                }
                return elements;
            } catch (XMLStreamException malformed) {
                throw new S3Exception(S3Error.MALFORMED_XML);
            }
        }

        private void readChild(XMLStreamReader reader) throws XMLStreamException {
            String name = reader.getLocalName();
            StringBuilder text = new StringBuilder();
            Map<String, String> group = new HashMap<>();
            while (reader.next() != XMLStreamConstants.END_ELEMENT) {
                if (reader.isStartElement()) {
                    group.put(reader.getLocalName(), reader.getElementText());
                } else if (reader.isCharacters()) {
                    text.append(reader.getText());
                }
            }
            if (group.isEmpty()) {
                texts.put(name, text.toString().strip());
            } else {
                groups.computeIfAbsent(name, first -> new ArrayList<>()).add(group);
            }
        }
    }
}
