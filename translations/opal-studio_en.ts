<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CategoryNameTexts</name>
    <message numerus="yes">
        <source>%n name(s) carried over.</source>
        <translation>
            <numerusform>%n name carried over.</numerusform>
            <numerusform>%n names carried over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SppmiFigure</name>
    <message numerus="yes">
        <source>%n interest(s)</source>
        <translation>
            <numerusform>%n interest</numerusform>
            <numerusform>%n interests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>User %1 is the typical one: within / between is %2, the median of %n test user(s) with items from several interests.</source>
        <translation>
            <numerusform>User %1 is the typical one: within / between is %2, the median of %n test user with items from several interests.</numerusform>
            <numerusform>User %1 is the typical one: within / between is %2, the median of %n test users with items from several interests.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>User %1 is the clearest one, not a typical one: within / between is %2, the highest of %n test user(s) with items from several interests; their median is %3.</source>
        <translation>
            <numerusform>User %1 is the clearest one, not a typical one: within / between is %2, the highest of %n test user with items from several interests; their median is %3.</numerusform>
            <numerusform>User %1 is the clearest one, not a typical one: within / between is %2, the highest of %n test users with items from several interests; their median is %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>User %1 was named: within / between is %2; the median of %n test user(s) with items from several interests is %3.</source>
        <translation>
            <numerusform>User %1 was named: within / between is %2; the median of %n test user with items from several interests is %3.</numerusform>
            <numerusform>User %1 was named: within / between is %2; the median of %n test users with items from several interests is %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsersDiversityFigure</name>
    <message numerus="yes">
        <source>%n user(s)</source>
        <translation>
            <numerusform>%n user</numerusform>
            <numerusform>%n users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the %n most active user(s)</source>
        <translation>
            <numerusform>the %n most active user</numerusform>
            <numerusform>the %n most active users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the %n least active user(s)</source>
        <translation>
            <numerusform>the %n least active user</numerusform>
            <numerusform>the %n least active users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>users with %n active interest(s)</source>
        <translation>
            <numerusform>users with %n active interest</numerusform>
            <numerusform>users with %n active interests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n listed user(s)</source>
        <translation>
            <numerusform>%n listed user</numerusform>
            <numerusform>%n listed users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n active interest(s)</source>
        <translation>
            <numerusform>%n active interest</numerusform>
            <numerusform>%n active interests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::CardColumn</name>
    <message numerus="yes">
        <source>(and %n more pair(s))</source>
        <translation>
            <numerusform>(and %n more pair)</numerusform>
            <numerusform>(and %n more pairs)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::DuelView</name>
    <message numerus="yes">
        <source>Lines join the places of %n item(s) that both lists have</source>
        <translation>
            <numerusform>Lines join the places of %n item that both lists have</numerusform>
            <numerusform>Lines join the places of %n items that both lists have</numerusform>
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
    <name>opal::InterestChart</name>
    <message numerus="yes">
        <source>%n runs, click to open</source>
        <translation>
            <numerusform>%n run, click to open</numerusform>
            <numerusform>%n runs, click to open</numerusform>
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
    <message numerus="yes">
        <source>%n more running</source>
        <translation>
            <numerusform>%n more running</numerusform>
            <numerusform>%n more running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::ListColumn</name>
    <message numerus="yes">
        <source>%1 items, %n held-out hits</source>
        <translation>
            <numerusform>%1 items, %n held-out hit</numerusform>
            <numerusform>%1 items, %n held-out hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::MapItemList</name>
    <message numerus="yes">
        <source>%n item(s) shown</source>
        <translation>
            <numerusform>%n item shown</numerusform>
            <numerusform>%n items shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) selected</source>
        <translation>
            <numerusform>%n item selected</numerusform>
            <numerusform>%n items selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::MapLegend</name>
    <message numerus="yes">
        <source>%1, %n item(s), hidden</source>
        <translation>
            <numerusform>%1, %n item, hidden</numerusform>
            <numerusform>%1, %n items, hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n item(s), shown</source>
        <translation>
            <numerusform>%1, %n item, shown</numerusform>
            <numerusform>%1, %n items, shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::MapPanel</name>
    <message numerus="yes">
        <source>%n item(s) are laid out by their nearest neighbours. It may take a minute and is kept with the run.</source>
        <translation>
            <numerusform>%n item is laid out by its nearest neighbours. It may take a minute and is kept with the run.</numerusform>
            <numerusform>%n items are laid out by their nearest neighbours. It may take a minute and is kept with the run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are projected in a moment and kept with the run.</source>
        <translation>
            <numerusform>%n item is projected in a moment and kept with the run.</numerusform>
            <numerusform>%n items are projected in a moment and kept with the run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n training interaction(s)</source>
        <translation>
            <numerusform>%n training interaction</numerusform>
            <numerusform>%n training interactions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::OneAgainstSeveralDialog</name>
    <message numerus="yes">
        <source>%n interest(s): the run %1 is taken.</source>
        <translation>
            <numerusform>%n interest: the run %1 is taken.</numerusform>
            <numerusform>%n interests: the run %1 is taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s): the run %1 is gone on with.</source>
        <translation>
            <numerusform>%n interest: the run %1 is gone on with.</numerusform>
            <numerusform>%n interests: the run %1 is gone on with.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s): a run is trained.</source>
        <translation>
            <numerusform>%n interest: a run is trained.</numerusform>
            <numerusform>%n interests: a run is trained.</numerusform>
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
    <name>opal::ResultsTableModel</name>
    <message numerus="yes">
        <source>%n runs, double click to open</source>
        <translation>
            <numerusform>%n run, double click to open</numerusform>
            <numerusform>%n runs, double click to open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::RunEdits</name>
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
<context>
    <name>opal::SweepForm</name>
    <message numerus="yes">
        <source>%n points</source>
        <comment>of a sweep: trainings</comment>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answered by finished runs</source>
        <translation>
            <numerusform>%n answered by a finished run</numerusform>
            <numerusform>%n answered by finished runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interests</source>
        <translation>
            <numerusform>%n interest</numerusform>
            <numerusform>%n interests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>begins with %n points and goes on from what they show</source>
        <comment>of a fair comparison: trainings</comment>
        <translation>
            <numerusform>begins with %n point and goes on from what it shows</numerusform>
            <numerusform>begins with %n points and goes on from what they show</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::SweepsPanel</name>
    <message numerus="yes">
        <source>%1 of %n points finished</source>
        <translation>
            <numerusform>%1 of %n point finished</numerusform>
            <numerusform>%1 of %n points finished</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <comment>points of a sweep</comment>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::TablesPanel</name>
    <message numerus="yes">
        <source>%n runs</source>
        <comment>that a table is made of</comment>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::TradeoffPage</name>
    <message numerus="yes">
        <source>Measure %n run(s)</source>
        <translation>
            <numerusform>Measure %n run</numerusform>
            <numerusform>Measure %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::UserDiversityPage</name>
    <message numerus="yes">
        <source>%1: %n item(s)</source>
        <translation>
            <numerusform>%1: %n item</numerusform>
            <numerusform>%1: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %2: %n item(s)</source>
        <translation>
            <numerusform>%1 and %2: %n item</numerusform>
            <numerusform>%1 and %2: %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n user(s) of the training days have both</source>
        <translation>
            <numerusform>%n user of the training days has both</numerusform>
            <numerusform>%n users of the training days have both</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::UsersDiversityPage</name>
    <message numerus="yes">
        <source>%n user(s) have such pairs</source>
        <translation>
            <numerusform>%n user has such pairs</numerusform>
            <numerusform>%n users have such pairs</numerusform>
        </translation>
    </message>
</context>
</TS>
