// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QWidget>

#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/shell/shownreader.h"

using namespace opal;

/// Who reads the store on its changes, and who waits until it is seen.
class TestShownReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void aHiddenWidgetReadsOnceWhenShown()
    {
        const PanelFixture fixture;
        QWidget parent;
        auto* widget = new QWidget(&parent);
        int readings = 0;
        new ShownReader(*widget, fixture.watcher, [&readings] { ++readings; });
        const auto change = [&fixture] { Q_EMIT const_cast<StoreWatcher&>(fixture.watcher).changed(); };
        change();
        change();
        QCOMPARE(readings, 0);
        parent.show();
        QCOMPARE(readings, 1); // the first one, changes or not
        widget->hide();
        widget->show();
        QCOMPARE(readings, 1);
        change();
        QCOMPARE(readings, 2);
        parent.hide();
        change();
        change();
        QCOMPARE(readings, 2);
        parent.show();
        QCOMPARE(readings, 3);
    }

    void aChangeOfTheStoreReachesTheReader()
    {
        PanelFixture fixture;
        QWidget widget;
        widget.show();
        int readings = 0;
        auto* reader = new ShownReader(widget, fixture.watcher, [&readings] { ++readings; });
        reader->request();
        QCOMPARE(readings, 1);
        // The watcher compares with what it saw first, which may be before or after the first of these.
        QTRY_VERIFY((fixture.store.createRun({}), readings > 1));
    }
};

OPAL_TEST(TestShownReader)
#include "tst_shownreader.moc"
