<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>opal::CategoriesPanel</name>
    <message numerus="yes">
        <source>%n name(s) carried over.</source>
        <translation>
            <numerusform>%n name carried over.</numerusform>
            <numerusform>%n names carried over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::DiversityPanel</name>
    <message numerus="yes">
        <source>%n user(s), K %1, shift %2, minimum count %3</source>
        <translation>
            <numerusform>%n user, K %1, shift %2, minimum count %3</numerusform>
            <numerusform>%n users, K %1, shift %2, minimum count %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n user(s) of the training days have both</source>
        <translation>
            <numerusform>%n user of the training days has both</numerusform>
            <numerusform>%n users of the training days have both</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Interest %1: %n item(s)</source>
        <translation>
            <numerusform>Interest %1: %n item</numerusform>
            <numerusform>Interest %1: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Interests %1 and %2: %n item(s)</source>
        <translation>
            <numerusform>Interests %1 and %2: %n item</numerusform>
            <numerusform>Interests %1 and %2: %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::Inspector</name>
    <message numerus="yes">
        <source>%n interaction(s)</source>
        <translation>
            <numerusform>%n interaction</numerusform>
            <numerusform>%n interactions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s), intensity %1</source>
        <translation>
            <numerusform>%n item, intensity %1</numerusform>
            <numerusform>%n items, intensity %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected item(s)</source>
        <translation>
            <numerusform>%n selected item</numerusform>
            <numerusform>%n selected items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::JobsStrip</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::QueueList</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>jobs in the queue</comment>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::RunsPanel</name>
    <message numerus="yes">
        <source>Archived %n runs</source>
        <translation>
            <numerusform>Archived %n run</numerusform>
            <numerusform>Archived %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n runs</source>
        <translation>
            <numerusform>Restored %n run</numerusform>
            <numerusform>Restored %n runs</numerusform>
        </translation>
    </message>
</context>
</TS>
