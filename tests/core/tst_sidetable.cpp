// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/base/filesbelow.h"
#include "core/data/datasetbuilder.h"
#include "core/data/datasetfile.h"
#include "core/data/sideattach.h"
#include "core/data/sidetable.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// Titles, tags and covers of items: read from tables, kept in data-set files, attached to finished data
/// sets.
class TestSideTable final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    std::string path(const QString& name) const { return m_folder->filePath(name).toStdString(); }

    std::string write(const QString& name, const QByteArray& content = "picture") const
    {
        const QString file = m_folder->filePath(name);
        if (!QDir().mkpath(QFileInfo(file).path()))
            qFatal("no folder");
        QFile target(file);
        if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size())
            qFatal("cannot write the fixture");
        return file.toStdString();
    }

    static QByteArray bytes(const std::string& file)
    {
        QFile source(QString::fromStdString(file));
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }

    static SideTable read(const std::string& table, const std::string& covers, ImportReport& report)
    {
        return readSideTable(table, covers, [](std::string_view) { return true; }, report, {});
    }

    static bool hasNote(const DatasetSummary& summary, const char* words)
    {
        return std::ranges::any_of(summary.report.notes, [&](const ImportNote& note) {
            return note.text.find(words) != std::string::npos;
        });
    }

    static ErrorCode codeOf(const std::function<void()>& work)
    {
        try {
            work();
        } catch (const Error& error) {
            return error.code();
        }
        qFatal("nothing was thrown");
    }

    /// Items a, b, c, d.
    static std::shared_ptr<const Dataset> plainData()
    {
        return datasetFromText("u1: a b c | d | a\nu2: b a d | c | b");
    }

    /// One user's items a, b, c, a on three days.
    static Interactions log()
    {
        Interactions interactions;
        for (const char* id : { "a", "b", "c" })
            interactions.itemIds.append(id);
        interactions.userIds.append("u");
        interactions.user = { 0, 0, 0, 0 };
        interactions.item = { 0, 1, 2, 0 };
        interactions.time = { 1, 2, 3, 4 };
        interactions.day = { 0, 0, 1, 2 };
        interactions.hasClock = true;
        return interactions;
    }

private Q_SLOTS:

    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theColumnOfCoversHasManyNames_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "cover", "Image", "thumbnail", "picture", "poster", "cover_path", "img" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void theColumnOfCoversHasManyNames()
    {
        QFETCH(QString, name);
        const std::string table
            = write(QStringLiteral("side.csv"), "item_id," + name.toUtf8() + "\na,x/a.png\nb,\nc,./c.png\n");
        write(QStringLiteral("covers/x/a.png"));
        write(QStringLiteral("covers/c.png"));
        ImportReport report;
        const SideTable side = read(table, path(QStringLiteral("covers")), report);
        QVERIFY(side.hasCovers);
        QVERIFY(!side.hasTitles);
        QCOMPARE(side.covers, (std::vector<std::string> { "x/a.png", "", "./c.png" }));
        QCOMPARE(side.coversFolder, path(QStringLiteral("covers")));
        QVERIFY(report.notes.empty());
    }

    void namesThatLeaveTheFolderAreLeftOut()
    {
        const std::string table = write(QStringLiteral("side.csv"),
                                        "item_id,cover\na,a.png\nb,../secret.png\nc,/etc/passwd\n"
                                        "d,https://example.org/d.png\ne,x/../../secret.png\n"
                                        "f,C:\\pictures\\f.png\ng,gone.png\nh,link.png\ni,..\\secret.png\n");
        write(QStringLiteral("secret.png"));
        write(QStringLiteral("covers/a.png"));
        std::filesystem::create_symlink(path(QStringLiteral("secret.png")),
                                        path(QStringLiteral("covers/link.png")));
        ImportReport report;
        const SideTable side = read(table, path(QStringLiteral("covers")), report);
        QCOMPARE(side.covers,
                 (std::vector<std::string> { "a.png", "", "", "", "", "", "gone.png", "link.png", "" }));
        QCOMPARE(report.notes.size(), std::size_t(2));
        QVERIFY(report.notes[0].text.starts_with("6 of 9 covers are no file names below a folder"));
        // What is not there yet may come; a link out of the folder is as good as nothing.
        QVERIFY(report.notes[1].text.starts_with("2 of 9 covers are not in the covers folder"));
    }

    void filesStayBelowTheirFolder()
    {
        const std::string covers = path(QStringLiteral("covers"));
        const std::string picture = write(QStringLiteral("covers/deep/a.png"));
        const std::string secret = write(QStringLiteral("coversecret.png"));
        std::filesystem::create_symlink(picture, covers + "/inside.png");
        std::filesystem::create_symlink(secret, covers + "/outside.png");
        std::filesystem::create_directory_symlink(path(QStringLiteral(".")), covers + "/up");
        QCOMPARE(*fileBelow(covers, "deep/a.png"), std::filesystem::canonical(picture).string());
        QVERIFY(fileBelow(covers, "inside.png"));
        QVERIFY(fileBelow(pathBelow(covers, "deep/a.png")));
        QCOMPARE(pathBelow(covers, "deep/a.png"), covers + "/./deep/a.png");
        for (const char* name : { "outside.png", "up/coversecret.png", "../coversecret.png", "deep", "",
                                  "deep/../../coversecret.png", "a\nb.png", "deep/" }) {
            QVERIFY2(!fileBelow(covers, name), name);
        }
        QVERIFY(!fileBelow(covers, secret));
        QVERIFY(!fileBelow(secret));
        QVERIFY(!fileBelow(std::string(), "a.png"));
        QVERIFY(pathBelow(covers, "").empty());
    }

    void withoutAFolderTheCoversLieBesideTheTable()
    {
        const QByteArray rows = "item_id,title,cover\na,First,a.png\nb,Second,b.png\n";
        const std::string table = write(QStringLiteral("one/side.csv"), rows);
        write(QStringLiteral("one/a.png"));
        ImportReport report;
        const SideTable side = read(table, {}, report);
        QVERIFY(side.hasCovers);
        QCOMPARE(side.coversFolder, path(QStringLiteral("one")));

        // A column that is only called so.
        report = {};
        const SideTable none = read(write(QStringLiteral("two/side.csv"), rows), {}, report);
        QVERIFY(!none.hasCovers);
        QVERIFY(none.hasTitles);
        QVERIFY(none.coversFolder.empty());
        QVERIFY(report.notes.front().text.find("give their folder") != std::string::npos);
    }

    void picturesMayBeCalledAfterTheItems()
    {
        const std::string table = write(QStringLiteral("side.csv"), "item,title\n1,First\n2,Second\n");
        write(QStringLiteral("covers/1.jpg"));
        write(QStringLiteral("covers/2.txt"));
        ImportReport report;
        const SideTable side = read(table, path(QStringLiteral("covers")), report);
        QVERIFY(side.hasCovers);
        QCOMPARE(side.covers, (std::vector<std::string> { "1.jpg", "" }));
    }

    void aFolderThatCannotBeUsedIsAnError()
    {
        ImportReport report;
        const std::string table = write(QStringLiteral("side.csv"), "item_id,title\na,First\n");
        QCOMPARE(codeOf([&] { read(table, path(QStringLiteral("nowhere")), report); }), ErrorCode::NotFound);
        QCOMPARE(codeOf([&] { read(table, m_folder->path().toStdString(), report); }),
                 ErrorCode::InvalidData);
    }

    void coversAreKeptInTheFile()
    {
        SideTable side;
        side.itemIds = { "b", "a" };
        side.titles.resize(2);
        side.tags.resize(2);
        side.covers = { "b.png", "sub/a.png" };
        side.hasCovers = true;
        side.coversFolder = path(QStringLiteral("set/covers"));
        const auto plain = buildDataset(log(), {}, { .dropUnseenItems = false }, {});
        const auto data = buildDataset(log(), side, { .dropUnseenItems = false }, {});
        QCOMPARE(data->summary().covers, 2);
        QCOMPARE(data->cover(*data->findItem("a")), std::string_view("sub/a.png"));
        QVERIFY(data->cover(*data->findItem("c")).empty());
        // Covers do not decide what a model learns.
        QCOMPARE(data->summary().hash, plain->summary().hash);

        write(QStringLiteral("set/covers/b.png"));
        const std::string file = path(QStringLiteral("set/x.opaldata"));
        saveDataset(*data, file);
        const auto opened = openDataset(file);
        QCOMPARE(opened->summary().covers, 2);
        QCOMPARE(opened->cover(*opened->findItem("b")), std::string_view("b.png"));
        QVERIFY(fileBelow(opened->coverPath(*opened->findItem("b"))));
        QVERIFY(opened->coverPath(*opened->findItem("c")).empty());
        saveDataset(*opened, path(QStringLiteral("set/again.opaldata")));
        QCOMPARE(bytes(path(QStringLiteral("set/again.opaldata"))), bytes(file));

        // File and folder may be moved together.
        std::filesystem::rename(path(QStringLiteral("set")), path(QStringLiteral("moved")));
        const auto moved = openDataset(path(QStringLiteral("moved/x.opaldata")));
        QCOMPARE(moved->coversFolder(), path(QStringLiteral("moved/covers")));
        QVERIFY(fileBelow(moved->coverPath(*moved->findItem("b"))));
        // A folder elsewhere keeps its place.
        saveDataset(*moved, write(QStringLiteral("other/x.opaldata")));
        QCOMPARE(openDataset(path(QStringLiteral("other/x.opaldata")))->coversFolder(),
                 path(QStringLiteral("moved/covers")));
    }

    void attachingKeepsTheDataAndItsName()
    {
        const auto before = plainData();
        const std::string file = path(QStringLiteral("x.opaldata"));
        saveDataset(*before, file);
        write(QStringLiteral("covers/a.png"));
        const std::string table = write(QStringLiteral("side.csv"),
                                        "item_id,title,tags,cover\na,First,\"sea, sun\",a.png\n"
                                        "c,Third,sun,\nz,Unknown,sky,z.png\n");
        const auto attached = attachSide(openDataset(file), table, path(QStringLiteral("covers")), {});
        saveDataset(*attached, file);
        const auto data = openDataset(file);
        QCOMPARE(data->summary().hash, before->summary().hash);
        QCOMPARE(data->summary().covers, 1);
        QVERIFY(data->summary().hasTitles && data->summary().hasTags);
        QCOMPARE(readDatasetSummary(file).covers, 1);
        for (UserIndex user = 0; user < before->userCount(); ++user) {
            QVERIFY(std::ranges::equal(data->sequence(user), before->sequence(user)));
            QVERIFY(std::ranges::equal(data->times(user), before->times(user)));
        }
        const ItemIndex first = *data->findItem("a");
        QCOMPARE(data->title(first), std::string_view("First"));
        QCOMPARE(data->tags(first), (std::vector<std::string_view> { "sea", "sun" }));
        QCOMPARE(data->cover(first), std::string_view("a.png"));
        QVERIFY(data->title(*data->findItem("b")).empty());
        QVERIFY(hasNote(data->summary(), "attached after the import from side.csv: titles, tags, covers"));
        QVERIFY(hasNote(data->summary(), "2 of 4 items are not in the side table"));

        // A table of titles alone replaces these and leaves the rest.
        const std::string titles = write(QStringLiteral("titles.csv"), "item_id,title\na,Another\n");
        saveDataset(*attachSide(data, titles, {}, {}), file);
        const auto again = openDataset(file);
        QCOMPARE(again->summary().hash, before->summary().hash);
        QCOMPARE(again->title(first), std::string_view("Another"));
        QCOMPARE(again->tags(first), (std::vector<std::string_view> { "sea", "sun" }));
        QCOMPARE(again->cover(first), std::string_view("a.png"));
    }

    void titlesOfTheImportStayInTheHash()
    {
        SideTable side;
        side.itemIds = { "a", "b" };
        side.titles = { "First", "Second" };
        side.tags.resize(2);
        side.hasTitles = true;
        const auto imported = buildDataset(log(), side, { .dropUnseenItems = false }, {});
        QVERIFY(imported->summary().hash
                != buildDataset(log(), {}, { .dropUnseenItems = false }, {})->summary().hash);
        const std::string other = write(QStringLiteral("other.csv"), "item_id,title\na,Else\n");
        const std::string same = write(QStringLiteral("same.csv"), "item_id,title\na,First\nb,Second\n");
        const std::string file = path(QStringLiteral("x.opaldata"));
        const auto saved = [&file](const Dataset& data) {
            saveDataset(data, file);
            return openDataset(file);
        };
        const auto changed = saved(*attachSide(saved(*imported), other, {}, {}));
        QCOMPARE(changed->summary().hash, imported->summary().hash);
        QCOMPARE(changed->title(1), std::string_view("Else"));
        QCOMPARE(bytes(file)[8], char(2));
        // The titles of the import again: nothing is left that an earlier release could not read.
        const auto back = saved(*attachSide(changed, same, {}, {}));
        QCOMPARE(back->summary().hash, imported->summary().hash);
        QCOMPARE(back->title(1), std::string_view("First"));
        QCOMPARE(bytes(file)[8], char(1));
    }

    void aTableOfOtherItemsIsAnError()
    {
        const auto data = plainData();
        QCOMPARE(codeOf([&] {
                     attachSide(data, write(QStringLiteral("side.csv"), "item_id,title\ny,No\nz,No\n"), {},
                                {});
                 }),
                 ErrorCode::InvalidData);
        QCOMPARE(codeOf([&] { attachSide(data, path(QStringLiteral("gone.csv")), {}, {}); }),
                 ErrorCode::NotFound);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            attachSide(data, write(QStringLiteral("t.csv"), "item_id,title\na,A\n"), {}, stop.get_token()));
    }
};

OPAL_TEST(TestSideTable)
#include "tst_sidetable.moc"
