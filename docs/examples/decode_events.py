#!/usr/bin/env python3
"""Prints chat events as JSON, one a line. Python 3.8 or later, standard library only.

    kcat -C -q -e -o beginning -b kafka:9092 -t wecom.archive.events.v1 -X isolation.level=read_committed -f '%R%s' |
        python3 decode_events.py http://registry:8081

Standard input: the length of each value (4 bytes, big-endian; -1 for none), then its bytes.
With a Kafka client for Python instead of kcat: EventDecoder(url).decode(message.value()).
"""
import json
import struct
import sys
import urllib.request


class EventDecoder:
    """Values in the Confluent wire format to dictionaries, by the schema each was written with."""

    def __init__(self, registry_url):
        self.registry_url = registry_url.rstrip("/")
        self.schemas = {}

    def decode(self, value):
        magic, schema_id = struct.unpack_from(">BI", value)
        if magic != 0:
            raise ValueError("not in the Confluent wire format")
        if schema_id not in self.schemas:
            schema = self.fetch(schema_id)
            self.schemas[schema_id] = schema, named_records(schema)
        schema, records = self.schemas[schema_id]
        return AvroReader(value, 5, records).read(schema)

    def fetch(self, schema_id):
        with urllib.request.urlopen(f"{self.registry_url}/schemas/ids/{schema_id}", timeout=10) as answer:
            return json.loads(json.load(answer)["schema"])


class AvroReader:
    """Avro binary; the types that the contract uses."""

    def __init__(self, data, position, records):
        self.data, self.position, self.records = data, position, records

    def read(self, schema):
        if isinstance(schema, list):  # a union
            return self.read(schema[self.long()])
        kind = schema["type"] if isinstance(schema, dict) else schema
        if kind == "record":
            return {field["name"]: self.read(field["type"]) for field in schema["fields"]}
        if kind == "array":
            return self.array(schema["items"])
        if kind == "null":
            return None
        if kind == "boolean":
            return self.take(1) == b"\x01"
        if kind in ("int", "long"):  # timestamps too: milliseconds since the epoch
            return self.long()
        if kind == "double":
            return struct.unpack("<d", self.take(8))[0]
        if kind == "string":
            return self.take(self.long()).decode("utf-8")
        return self.read(self.records[short(kind)])  # a record that the schema defines elsewhere

    def array(self, items):
        values = []
        count = self.long()
        while count != 0:
            if count < 0:  # a block with its size in bytes
                self.long()
            values += [self.read(items) for _ in range(abs(count))]
            count = self.long()
        return values

    def long(self):
        result, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return (result >> 1) ^ -(result & 1)

    def take(self, length):
        taken = self.data[self.position:self.position + length]
        if len(taken) != length:
            raise ValueError("truncated value")
        self.position += length
        return taken


def named_records(schema):
    """The records a schema defines, by name: Avro spells each out once and then only names it."""
    if isinstance(schema, list):
        return {name: record for branch in schema for name, record in named_records(branch).items()}
    if not isinstance(schema, dict):
        return {}
    if schema["type"] == "array":
        return named_records(schema["items"])
    if schema["type"] != "record":
        return named_records(schema["type"])
    fields = [field["type"] for field in schema["fields"]]
    return {short(schema["name"]): schema, **named_records(fields)}


def short(name):
    return name.split(".")[-1]


def main():
    decoder = EventDecoder(sys.argv[1])
    sys.stdout.reconfigure(encoding="utf-8")
    while True:
        prefix = sys.stdin.buffer.read(4)
        if not prefix:
            return
        length = struct.unpack(">i", prefix)[0]
        if length >= 0:
            print(json.dumps(decoder.decode(sys.stdin.buffer.read(length)), ensure_ascii=False))


if __name__ == "__main__":
    main()
