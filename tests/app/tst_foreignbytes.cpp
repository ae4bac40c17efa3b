// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDockWidget>
#include <QFile>
#include <QRandomGenerator>

#include "app/settings.h"
#include "core/base/error.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/plot/colourmap.h"
#include "views/plot/figurestyle.h"

using namespace opal;
using namespace opal::test;

namespace {

/// OPAL_MUTANTS=N: N times as many, for who wants to look longer.
int mutants(int usual)
{
    return usual * std::max(1, qEnvironmentVariableIntValue("OPAL_MUTANTS"));
}

/// Damages bytes as disks, editors and people do. The same seed gives the same ones.
class Mutator final
{
public:
    QByteArray damaged(QByteArray bytes)
    {
        for (int count = 1 + below(4); count > 0; --count)
            damage(bytes);
        return bytes;
    }

private:
    int below(qsizetype end) { return end < 1 ? 0 : m_random.bounded(static_cast<int>(end)); }

    void damage(QByteArray& bytes)
    {
        static constexpr char striking[] = { 0, 1, '\x7f', '\x80', '\xff', '@', '"', '\n' };
        const int at = below(bytes.size());
        const int length = 1 + below(8);
        switch (below(7)) {
        case 0:
            bytes.remove(at, below(bytes.size()));
            break;
        case 1:
            bytes.insert(at, bytes.mid(below(bytes.size()), below(64)));
            break;
        case 2:
            bytes.insert(at, QByteArray(length, striking[below(sizeof striking)]));
            break;
        case 3:
            bytes.replace(at, length, QByteArray(length, striking[below(sizeof striking)]));
            break;
        case 4:
            bytes.truncate(at);
            break;
        default:
            if (!bytes.isEmpty())
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        }
    }

    QRandomGenerator m_random { 19 };
};

} // namespace

/// What the window reads of its own files may be of anybody: whatever the bytes are, they are refused or
/// taken, and the window goes on. What needs no window is fuzzed in tests/fuzz.
class TestForeignBytes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figureStyles();
    void layouts();
    void sessions();
};

void TestForeignBytes::figureStyles()
{
    FigureStyle style;
    style.series = { QStringLiteral("#0072B2"), QStringLiteral("red") };
    const QByteArray good = style.toJson();
    QCOMPARE(FigureStyle::fromJson(good), style);
    Mutator mutator;
    int refused = 0;
    const int count = mutants(20'000);
    for (int round = 0; round < count; ++round) {
        try {
            const FigureStyle read = FigureStyle::fromJson(mutator.damaged(good));
            QVERIFY(read.fontSize >= 7 && read.fontSize <= 24 && read.smallFontSize >= 7);
            QVERIFY(read.lineWidth >= 0.25 && read.lineWidth <= 6);
            QVERIFY(ColourMap::names().contains(read.colourMap));
            read.theme();
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidConfiguration);
            ++refused;
        }
    }
    QVERIFY(refused > count / 2 && refused < count);
}

void TestForeignBytes::layouts()
{
    const QTemporaryDir folder;
    makeDataset(folder.path());
    Studio studio(folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(studio.window.currentPanel(), patienceMs);
    DockHost& docks = studio.window.docks();
    QList<QByteArray> good;
    for (const char* layout : { "view.layout.explore", "view.layout.figures", "view.layout.train" }) {
        studio.trigger(layout);
        good << docks.saveLayout();
        QVERIFY(docks.restoreLayout(good.back()));
    }
    Mutator mutator;
    const int count = mutants(150);
    int refused = 0;
    for (int round = 0; round < count; ++round) {
        refused += docks.restoreLayout(mutator.damaged(good[round % good.size()])) ? 0 : 1;
        QCoreApplication::processEvents();
        QVERIFY(studio.window.width() < 20'000 && studio.window.height() < 20'000);
    }
    QVERIFY(refused > 0 && refused < count);
    // Whatever they have left, a good one puts it right.
    QVERIFY(docks.restoreLayout(good.front()));
    QCOMPARE(studio.front(), QStringLiteral("interests"));
    QVERIFY(studio.window.currentPanel()->isVisible());
}

void TestForeignBytes::sessions()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("studio.ini"));
    makeDataset(folder.path());
    addRun(folder.path(), "one");
    Settings(folder.path()).set(settings::tourSeen, QStringLiteral("yes"));
    {
        Studio studio(folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(!studio.application.workspace().runId().isEmpty(), patienceMs);
        studio.trigger("view.layout.figures");
        QVERIFY(studio.window.close());
    }
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArray good = source.readAll();
    source.close();
    QVERIFY(good.contains("geometry") && good.contains("layout"));
    Mutator mutator;
    for (int round = 0; round < mutants(6); ++round) {
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(mutator.damaged(good));
        damaged.close();
        Studio studio(folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(studio.window.isVisible() && studio.window.currentPanel(), patienceMs);
        QVERIFY(studio.window.width() < 20'000 && studio.window.height() < 20'000);
    }
}

OPAL_TEST(TestForeignBytes)
#include "tst_foreignbytes.moc"
