// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/data/datasetfile.h"
#include "core/data/sideattach.h"
#include "core/data/synth.h"
#include "tests/support/datasetfromtext.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

std::shared_ptr<const Dataset> sample()
{
    SynthParams params;
    params.users = 30;
    params.items = 60;
    params.interactions = 700;
    params.topics = 4;
    return synthesiseDataset(params, {}, {});
}

/// With covers and with titles that were attached after the import.
std::shared_ptr<const Dataset> attachedSample(const QString& folder)
{
    QFile table(folder + QStringLiteral("/side.csv"));
    if (!table.open(QIODevice::WriteOnly))
        qFatal("cannot write the fixture");
    table.write("item_id,title,cover\n1,One,1.png\n2,Two,2.png\n3,,3.png\n");
    table.close();
    return attachSide(sample(), table.fileName().toStdString(), folder.toStdString(), {});
}

} // namespace

class TestDatasetFile final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }

    static QByteArray read(const std::string& file)
    {
        QFile source(QString::fromStdString(file));
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }

    static void write(const std::string& file, const QByteArray& bytes)
    {
        QFile target(QString::fromStdString(file));
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size())
            qFatal("cannot write the fixture");
    }

    /// Code and message of opening `bytes`, or nothing if they open.
    std::optional<Error> problemWith(const QByteArray& bytes) const
    {
        const std::string file = path("broken.opaldata");
        write(file, bytes);
        try {
            openDataset(file);
        } catch (const Error& error) {
            return error;
        }
        return std::nullopt;
    }

private Q_SLOTS:

    void whatIsSavedIsOpened()
    {
        const auto before = sample();
        const std::string file = path("round.opaldata");
        saveDataset(*before, file);
        const auto after = openDataset(file);
        QCOMPARE(after->summary().hash, before->summary().hash);
        QCOMPARE(after->userCount(), before->userCount());
        QCOMPARE(after->itemCount(), before->itemCount());
        QCOMPARE(after->summary().dayLabels, before->summary().dayLabels);
        QCOMPARE(after->summary().report.filters.size(), before->summary().report.filters.size());
        for (UserIndex user = 0; user < before->userCount(); ++user) {
            QVERIFY(std::ranges::equal(after->sequence(user), before->sequence(user)));
            QVERIFY(std::ranges::equal(after->times(user), before->times(user)));
            QVERIFY(std::ranges::equal(after->days(user), before->days(user)));
            QVERIFY(
                std::ranges::equal(after->targets(user, Split::Test), before->targets(user, Split::Test)));
            QCOMPARE(after->userId(user), before->userId(user));
        }
        for (ItemIndex item = 1; item <= before->itemCount(); ++item) {
            QCOMPARE(after->title(item), before->title(item));
            QCOMPARE(after->tags(item), before->tags(item));
        }
        QVERIFY(std::ranges::equal(after->popularity(), before->popularity()));
        QVERIFY(std::ranges::equal(after->trainUsers(), before->trainUsers()));
        QCOMPARE(readDatasetSummary(file).interactions, before->summary().interactions);
        saveDataset(*after, path("again.opaldata"));
        QCOMPARE(read(path("again.opaldata")), read(file));
    }

    void savingReplacesAndLeavesNothingBehind()
    {
        const std::string file = path("replace.opaldata");
        saveDataset(*datasetFromText("u1: a b | c | a"), file);
        saveDataset(*sample(), file);
        QCOMPARE(openDataset(file)->userCount(), 30);
        QVERIFY(QDir(m_folder.path()).entryList({ QStringLiteral("replace.opaldata.*") }).isEmpty());
    }

    void unwritableFoldersAreErrors()
    {
        const auto data = sample();
        for (const std::string& file : { path("no/such/folder/x.opaldata"), std::string("/proc/x.opaldata"),
                                         m_folder.path().toStdString() }) {
            try {
                saveDataset(*data, file);
                QFAIL("saved");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::CannotWrite);
            }
        }
        QVERIFY(QDir(m_folder.path()).entryList({ QStringLiteral("*.??????") }, QDir::Files).isEmpty());
    }

    void theHashIsOfTheContent()
    {
        const auto hash = [](const char* text) { return datasetFromText(text)->summary().hash; };
        QCOMPARE(hash("u1: a b | c | a"), hash("u1: a b | c | a"));
        QVERIFY(hash("u1: a b | c | a") != hash("u1: b a | c | a"));
        QVERIFY(hash("u1: a b | c | a") != hash("u2: a b | c | a"));
        QVERIFY(hash("u1: a b | c | a d\nu2: a | b | c") != hash("u1: a b | c a | d\nu2: a | b | c"));
    }

    void brokenFilesAreToldApart()
    {
        const std::string file = path("good.opaldata");
        saveDataset(*sample(), file);
        const QByteArray good = read(file);
        const auto expect = [&](const QByteArray& bytes, ErrorCode code, const char* words) {
            const auto problem = problemWith(bytes);
            QVERIFY(problem.has_value());
            QCOMPARE(problem->code(), code);
            QVERIFY2(QString::fromStdString(problem->detail()).contains(QLatin1String(words)),
                     problem->what());
        };
        expect({}, ErrorCode::InvalidData, "not a data-set file");
        expect("user_id,item_id\n1,2\n", ErrorCode::InvalidData, "not a data-set file");
        expect(good.left(40), ErrorCode::InvalidData, "cut short");
        expect(good.left(good.size() / 2), ErrorCode::InvalidData, "cut short");
        expect(good + "x", ErrorCode::InvalidData, "bytes follow");
        QByteArray newer = good;
        newer[8] = 9;
        expect(newer, ErrorCode::NewerVersion, "update");
        QByteArray flipped = good;
        flipped[flipped.size() - 3] = char(flipped[flipped.size() - 3] ^ 1);
        expect(flipped, ErrorCode::InvalidData, "checksum");
        try {
            openDataset(path("absent.opaldata"));
            QFAIL("opened");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
        }
    }

    void filesOfRelease01OpenAndStayTheSame()
    {
        const QString file = QStringLiteral(OPAL_SOURCE_DIR "/tests/data/release-0.1.opaldata");
        const auto data = openDataset(file.toStdString());
        QCOMPARE(data->summary().name, std::string("old"));
        QCOMPARE(data->summary().hash, std::string("0c91e339116a920c"));
        QCOMPARE(data->summary().covers, 0);
        QVERIFY(data->summary().hasTitles && data->summary().hasTags);
        QVERIFY(!data->title(1).empty());
        QVERIFY(data->cover(1).empty());
        QVERIFY(data->coversFolder().empty());
        saveDataset(*data, path("same.opaldata"));
        const auto same = openDataset(path("same.opaldata"));
        QCOMPARE(same->summary().hash, data->summary().hash); // of every section but the card
        QCOMPARE(same->title(1), data->title(1));
        QCOMPARE(same->summary().testUsers, data->summary().testUsers);
        saveDataset(*same, path("again.opaldata"));
        QCOMPARE(read(path("again.opaldata")), read(path("same.opaldata")));
    }

    void mutationsNeverOpenAndNeverCrash_data()
    {
        QTest::addColumn<bool>("attached");
        QTest::newRow("plain") << false;
        QTest::newRow("with covers") << true;
    }

    void mutationsNeverOpenAndNeverCrash()
    {
        QFETCH(bool, attached);
        const std::string file = path("fuzz.opaldata");
        saveDataset(attached ? *attachedSample(m_folder.path()) : *sample(), file);
        QVERIFY(openDataset(file)->summary().covers == (attached ? 3 : 0));
        const QByteArray good = read(file);
        std::mt19937 random(7);
        for (int round = 0; round < 1500; ++round) {
            QByteArray bytes = good;
            const int changes = 1 + int(random() % 4);
            // Half of the mutations go for header, table and summary, where lengths and offsets are.
            const auto reach = random() % 2 == 0 ? std::uint32_t(700) : std::uint32_t(bytes.size());
            for (int i = 0; i < changes; ++i)
                bytes[qsizetype(random() % reach)] = char(random());
            if (random() % 8 == 0)
                bytes.truncate(qsizetype(random() % std::uint32_t(bytes.size())));
            if (bytes != good)
                QVERIFY(problemWith(bytes).has_value());
        }
    }
};

OPAL_TEST(TestDatasetFile)
#include "tst_datasetfile.moc"
