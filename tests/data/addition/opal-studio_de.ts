<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>opal::DataPanel</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
</context>
</TS>
