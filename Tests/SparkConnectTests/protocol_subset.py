#!/usr/bin/env python3
"""Compares Souk's subset of Spark Connect's protocol with the descriptors that PySpark brings along.

Usage: protocol_subset.py PYSPARK_HOME PROTO_DIRECTORY
Prints how much was compared, or each difference; exits 1 if there is any.
"""

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

# Numbers of the fields in google/protobuf/descriptor.proto.
FILE = {"package": 2, "messages": 4, "enums": 5, "services": 6}
MESSAGE = {"name": 1, "fields": 2, "nested": 3, "enums": 4, "oneofs": 8}
FIELD = {"name": 1, "number": 3, "label": 4, "type": 5, "type_name": 6, "oneof": 9, "optional": 17}


def fields(data):
    """The fields of an encoded message: number -> values. (PySpark's environment has no protobuf library.)"""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            value = varint()
        elif key & 7 == 2:
            length = varint()
            value, at = data[at:at + length], at + length
        else:
            raise ValueError(f"a descriptor with wire type {key & 7}")
        found.setdefault(key >> 3, []).append(value)
    return found


def text(message, number):
    return message.get(number, [b""])[0].decode()


def add_enum(index, prefix, enum):
    values = {value[2][0]: text(value, 1) for value in map(fields, enum.get(2, [])) if 2 in value}
    index[prefix + text(enum, 1)] = {("value", number): name for number, name in values.items()}


def add_message(index, prefix, message):
    name = prefix + text(message, MESSAGE["name"])
    oneofs = [text(fields(each), 1) for each in message.get(MESSAGE["oneofs"], [])]
    members = {}
    for field in map(fields, message.get(MESSAGE["fields"], [])):
        is_optional = bool(field.get(FIELD["optional"], [0])[0])
        oneof = field.get(FIELD["oneof"])
        members["field", field[FIELD["number"]][0]] = (
            text(field, FIELD["name"]), field[FIELD["label"]][0], field[FIELD["type"]][0],
            text(field, FIELD["type_name"]), is_optional, oneofs[oneof[0]] if oneof and not is_optional else None)
    index[name] = members
    for nested in message.get(MESSAGE["nested"], []):
        add_message(index, name + ".", fields(nested))
    for enum in message.get(MESSAGE["enums"], []):
        add_enum(index, name + ".", fields(enum))


def add_file(index, data):
    file = fields(data)
    prefix = "." + text(file, FILE["package"]) + "."
    for message in file.get(FILE["messages"], []):
        add_message(index, prefix, fields(message))
    for enum in file.get(FILE["enums"], []):
        add_enum(index, prefix, fields(enum))
    for service in map(fields, file.get(FILE["services"], [])):
        methods = [fields(method) for method in service.get(2, [])]
        index[prefix + text(service, 1)] = {
            ("method", text(method, 1)): (text(method, 2), text(method, 3), method.get(5), method.get(6))
            for method in methods}


def of_pyspark(home):
    index = {}
    for path in sorted((home / "sql/connect/proto").glob("*_pb2.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "AddSerializedFile":
                add_file(index, node.args[0].value)
    return index


def of_souk(directory):
    index = {}
    files = sorted(path for path in directory.glob("*.proto") if "package spark.connect;" in path.read_text(encoding="utf-8"))
    with tempfile.NamedTemporaryFile(suffix=".desc") as output:
        subprocess.run(["protoc", f"-I{directory}", f"--descriptor_set_out={output.name}", *files], check=True)
        for data in fields(Path(output.name).read_bytes()).get(1, []):
            add_file(index, data)
    return index


def main():
    full, subset = of_pyspark(Path(sys.argv[1])), of_souk(Path(sys.argv[2]))
    differences = [f"Spark has no {name}" for name in subset if name not in full]
    for name in subset.keys() & full.keys():
        for member, meaning in subset[name].items():
            if full[name].get(member) != meaning:
                differences.append(f"{name} {member}: Souk says {meaning}, Spark {full[name].get(member)}")
    for difference in sorted(differences):
        print(difference)
    print(f"{len(subset)} types, {sum(map(len, subset.values()))} members compared, {len(differences)} differences")
    return 1 if differences or not subset else 0


if __name__ == "__main__":
    sys.exit(main())
