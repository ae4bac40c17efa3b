// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <QBuffer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolTip>

#include "core/base/filesbelow.h"
#include "tests/support/coverfiles.h"
#include "tests/support/interesttesting.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/data/datapanel.h"
#include "views/panels/interests/interestspanel.h"
#include "views/widgets/covercache.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/hovercard.h"
#include "views/widgets/textlines.h"

using namespace opal;

namespace {

constexpr int side = 40;

QString pathOf(const QTemporaryDir& folder, const QString& name)
{
    return QString::fromStdString(pathBelow(folder.path().toStdString(), name.toStdString()));
}

/// A valid PNG head of a picture of `size` and nothing behind it.
QByteArray hugePng(const QSize& size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImage(1, 1, QImage::Format_RGB32).save(&buffer, "PNG");
    const auto put = [&bytes](int at, quint32 value) {
        for (int i = 0; i < 4; ++i)
            bytes[at + i] = char(value >> (24 - 8 * i));
    };
    put(16, quint32(size.width()));
    put(20, quint32(size.height()));
    // The checksum of the head is over its kind and content.
    quint32 crc = 0xffffffffU;
    for (int at = 12; at < 29; ++at) {
        crc ^= quint8(bytes[at]);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1U) ? 0xedb88320U ^ (crc >> 1U) : crc >> 1U;
    }
    put(29, crc ^ 0xffffffffU);
    return bytes;
}

void write(const QString& file, const QByteArray& content)
{
    QFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size())
        qFatal("cannot write the fixture");
}

} // namespace

class TestCovers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void picturesArriveAtTheAskedForSize()
    {
        const QTemporaryDir folder;
        QVERIFY(writeCover(folder.filePath(QStringLiteral("a.png")), Qt::darkGreen));
        CoverCache cache;
        QSignalSpy arrived(&cache, &CoverCache::arrived);
        const QString path = pathOf(folder, QStringLiteral("a.png"));
        QVERIFY(cache.picture(path, side, 2).isNull()); // never waits
        QVERIFY(cache.picture(path, side, 2).isNull());
        QTRY_COMPARE(arrived.size(), 1);
        QCOMPARE(arrived.front().front().toString(), path);
        const QImage picture = cache.picture(path, side, 2);
        QCOMPARE(picture.size(), QSize(2 * side, 2 * side));
        QCOMPARE(picture.devicePixelRatio(), 2.0);
        // The middle of a portrait: not squeezed.
        QVERIFY(picture.pixelColor(1, 1).green() < picture.pixelColor(side, side).green());
        QVERIFY(cache.picture(path, side, 1, CoverCache::Fit::Inside).isNull());
        QTRY_COMPARE(cache.picture(path, side, 1, CoverCache::Fit::Inside).size(), QSize(30, 40));
    }

    void theCacheIsBounded()
    {
        const QTemporaryDir folder;
        constexpr qint64 limit = 64 << 10; // ten pictures of 40 x 40
        CoverCache cache(limit);
        for (int i = 0; i < 40; ++i) {
            const QString name = QString::number(i) + QStringLiteral(".png");
            QVERIFY(writeCover(folder.filePath(name), Qt::darkBlue));
            cache.picture(pathOf(folder, name), side, 1);
        }
        QTRY_COMPARE(cache.waiting(), 0);
        QVERIFY(cache.bytes() <= limit);
        QVERIFY(cache.bytes() > limit / 2);
        int kept = 0;
        for (int i = 0; i < 40; ++i)
            kept += cache.picture(pathOf(folder, QString::number(i) + QStringLiteral(".png")), side, 1)
                        .isNull()
                ? 0
                : 1;
        QVERIFY(kept > 0 && kept < 12);
    }

    void onlyWhatIsLookedAtIsRead()
    {
        // Thousands of rows that scroll by: the oldest asks are dropped, the newest arrive.
        const QTemporaryDir folder;
        QVERIFY(writeCover(folder.filePath(QStringLiteral("last.png")), Qt::darkBlue));
        CoverCache cache;
        for (int i = 0; i < 5000; ++i)
            cache.picture(pathOf(folder, QString::number(i)), side, 1);
        const QString last = pathOf(folder, QStringLiteral("last.png"));
        cache.picture(last, side, 1);
        QVERIFY(cache.waiting() < 300);
        QTRY_VERIFY(!cache.picture(last, side, 1).isNull());
    }

    void whatCannotBeShownIsNothingAndRemembered_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "gone.png", "text.png", "cut.png", "huge.png", "long.png", "drawing.svg",
                                  "link.png", "../outside.png" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void whatCannotBeShownIsNothingAndRemembered()
    {
        QFETCH(QString, name);
        const QTemporaryDir root;
        QVERIFY(writeCover(root.filePath(QStringLiteral("outside.png")), Qt::red));
        const QString folder = root.filePath(QStringLiteral("covers"));
        QVERIFY(QDir().mkpath(folder));
        const auto in
            = [&folder](const char* file) -> QString { return folder + u'/' + QLatin1String(file); };
        write(in("text.png"), "no picture at all");
        QVERIFY(writeCover(in("cut.png"), Qt::red));
        QVERIFY(QFile::resize(in("cut.png"), 100));
        write(in("huge.png"), hugePng({ 30000, 30000 }));
        write(in("long.png"), hugePng({ 2000000, 1 }));
        write(in("drawing.svg"),
              "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" "
              "height=\"9\"/></svg>");
        std::filesystem::create_symlink(root.filePath(QStringLiteral("outside.png")).toStdString(),
                                        in("link.png").toStdString());

        CoverCache cache;
        QSignalSpy arrived(&cache, &CoverCache::arrived);
        const QString path = folder + QStringLiteral("/./") + name;
        QVERIFY(cache.picture(path, side, 1).isNull());
        QTRY_COMPARE(cache.waiting(), 0);
        QVERIFY(cache.picture(path, side, 1).isNull());
        QCOMPARE(cache.waiting(), 0); // not asked again
        QVERIFY(arrived.isEmpty());
        cache.clear();
        cache.picture(path, side, 1);
        QCOMPARE(cache.waiting(), 1);
        QVERIFY(CoverCache::read(path, side, CoverCache::Fit::Square).isNull());
    }

    void aPathWithoutItsFolderIsNotRead()
    {
        const QTemporaryDir folder;
        QVERIFY(writeCover(folder.filePath(QStringLiteral("a.png")), Qt::red));
        QVERIFY(CoverCache::read(folder.filePath(QStringLiteral("a.png")), side, CoverCache::Fit::Square)
                    .isNull());
        QVERIFY(!CoverCache::read(pathOf(folder, QStringLiteral("a.png")), side, CoverCache::Fit::Square)
                     .isNull());
    }

    void titlesTakeTwoLinesBeforeTheyAreCut()
    {
        const QFont font;
        const QFontMetrics metrics(font);
        const QString title = QStringLiteral("A quiet evening walk along the harbour");
        const int width = metrics.horizontalAdvance(title) * 3 / 5;
        QVERIFY(textLines(title, font, width, 1).front() != title);
        const QStringList two = textLines(title, font, width, 2);
        QCOMPARE(two.join(u' '), title);
        for (const QString& line : two)
            QVERIFY(metrics.horizontalAdvance(line) <= width);
        QVERIFY(textLines(title, font, metrics.horizontalAdvance(title), 2) == QStringList { title });
        QVERIFY(textLines(title, font, width / 3, 2).back().endsWith(u'\u2026'));
    }

    void withoutPicturesThereIsNoRoomForThem()
    {
        RecallTableModel model;
        const auto look = [&model](std::vector<UserExploration::ItemText> texts) {
            std::vector<RecallEntry> entries(texts.size());
            model.setList(std::move(entries), std::move(texts));
            return ItemCellLook::of(model, RecallTableModel::Title, 400, QFont());
        };
        const QRect cell(0, 0, 400, 60);
        const ItemCellLook plain = look({ { "7", "", "", "" } });
        QCOMPARE(plain.rowHeight(), Theme::rowHeight);
        QVERIFY(!plain.covers && !plain.details);
        const ItemCellLook titled = look({ { "7", "A title", "sea", "" }, { "8", "", "", "" } });
        QVERIFY(!titled.covers && titled.details);
        QCOMPARE(titled.textRect(cell), plain.textRect(cell));
        const ItemCellLook pictured = look({ { "7", "A title", "", "/x/./7.png" }, { "8", "", "", "" } });
        QVERIFY(pictured.covers);
        QVERIFY(pictured.textRect(cell).left() > pictured.coverRect(cell).right());
        QVERIFY(pictured.rowHeight() > pictured.coverSide());
        const QModelIndex title = model.index(1, RecallTableModel::Title);
        QCOMPARE(title.data(CellTitleRole).toString(), QStringLiteral("8"));
        QCOMPARE(model.index(0, 0).data(CellDetailRole).toString(), QStringLiteral("7"));
    }

    void theHoverCardShowsThePictureOrIsAToolTip()
    {
        const QTemporaryDir folder;
        QVERIFY(writeCover(folder.filePath(QStringLiteral("a.png")), Qt::darkGreen));
        QWidget owner;
        owner.resize(200, 200);
        owner.show();
        const auto card = [&owner] { return owner.findChild<HoverCard*>(); };
        HoverCard::show(owner.mapToGlobal(QPoint(9, 9)), { QString() }, QStringLiteral("Words"), &owner);
        QVERIFY(!card());
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("Words"));
        HoverCard::show(owner.mapToGlobal(QPoint(9, 9)), { pathOf(folder, QStringLiteral("a.png")) },
                        QStringLiteral("Words"), &owner);
        QVERIFY(card() && card()->isVisible());
        const auto pictures = [&card] {
            const QList<QLabel*> labels = card()->findChildren<QLabel*>();
            return std::count_if(labels.begin(), labels.end(),
                                 [](const QLabel* label) { return !label->pixmap().isNull(); });
        };
        QTRY_COMPARE(pictures(), 1);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&owner, &leave);
        QTRY_VERIFY(!card());
    }

    void aSideTableIsAttachedFromTheCard()
    {
        PanelFixture fixture;
        const QString dataset = makeToyDataset(fixture);
        const QString run = trainToyRun(fixture, dataset);
        QVERIFY(!run.isEmpty());
        QStringList titles;
        for (int i = 0; i < 80; ++i)
            titles << QStringLiteral("Clip of the %1th kind").arg(i);
        const QString folder = fixture.folder.path();
        const QString table = writeSideTable(folder, titles);

        DataPanel panel(fixture.context);
        panel.resize(1100, 800);
        panel.show();
        panel.openDataset(dataset);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.datasetSummary(), jobTimeout);
        const std::string hash = fixture.workspace.datasetSummary()->hash;
        InterestsPanel lens(fixture.context);
        lens.resize(1200, 700);
        lens.show();
        fixture.workspace.setRun(run);
        fixture.workspace.setUser(QString::fromStdString(usersOf(fixture, run, 1).front()));
        auto& list = find<QTableView>(lens, u"recall");
        QTRY_VERIFY_WITH_TIMEOUT(list.model()->rowCount() > 0, jobTimeout);
        QVERIFY(list.model()->index(0, 0).data(CellCoverRole).toString().isEmpty());

        QTest::mouseClick(&find<QPushButton>(panel, u"attachSideTable"), Qt::LeftButton);
        auto& attach = find<QPushButton>(panel, u"attach");
        QTRY_VERIFY(attach.isVisible());
        QVERIFY(!attach.isEnabled());
        auto& form = find<QWidget>(panel, u"attachForm");
        auto* field = form.findChild<QLineEdit*>(QStringLiteral("attach_sideFile"));
        field->setText(QStringLiteral("/nowhere/side.csv"));
        QTest::mouseClick(&attach, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel.findChild<ErrorBar*>()->isVisible(), jobTimeout);
        QVERIFY(form.isVisible());
        fixture.dialogs.nextFiles({ table });
        QTest::mouseClick(form.findChild<QPushButton*>(QStringLiteral("attach_chooseSideFile")),
                          Qt::LeftButton);
        QTRY_COMPARE(field->text(), table);
        fixture.dialogs.nextFiles({ folder + QStringLiteral("/covers") });
        QTest::mouseClick(form.findChild<QPushButton*>(QStringLiteral("attach_chooseCoversFolder")),
                          Qt::LeftButton);
        QTRY_COMPARE(form.findChild<QLineEdit*>(QStringLiteral("attach_coversFolder"))->text(),
                     folder + QStringLiteral("/covers"));
        QTest::mouseClick(&attach, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.datasetSummary()->covers == 80, jobTimeout);
        QCOMPARE(fixture.workspace.datasetSummary()->hash, hash);
        QVERIFY(!form.isVisible());
        QVERIFY(find<QLabel>(panel, u"importReport").text().contains(QStringLiteral("80 of 80 items")));
        // The lens asks again: its run finds the data set, and the new titles are there.
        QTRY_VERIFY_WITH_TIMEOUT(list.model()
                                     ->index(0, 0)
                                     .data(CellTitleRole)
                                     .toString()
                                     .startsWith(QStringLiteral("Clip of the")),
                                 jobTimeout);
        QVERIFY(QFileInfo::exists(list.model()->index(0, 0).data(CellCoverRole).toString()));
    }
};

OPAL_TEST(TestCovers)
#include "tst_covers.moc"
