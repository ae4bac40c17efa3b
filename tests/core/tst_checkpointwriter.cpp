// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <limits>
#include <optional>

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/training/checkpointwriter.h"
#include "tests/support/testprogram.h"

using namespace opal;
namespace fs = std::filesystem;

/// Checkpoints that are written while the training goes on.
class TestCheckpointWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void whatChangesAfterwardsIsNotWritten()
    {
        CheckpointWriter writer(folder());
        torch::Tensor live = torch::full({ 1000, 64 }, 1.0F);
        writer.write(checkpoint(7, live), {});
        live.fill_(2);
        writer.finish();
        QCOMPARE(writer.takeWritten(), (std::vector<std::int64_t> { 7 }));
        QVERIFY(writer.takeWritten().empty());
        const Checkpoint stored = loadCheckpoint(lastFile(folder()));
        QCOMPARE(stored.state.step, std::int64_t { 7 });
        QVERIFY(torch::equal(stored.weights.at("items"), torch::full({ 1000, 64 }, 1.0F)));
        QVERIFY(torch::equal(stored.moments.at("adam.first.items"), torch::full({ 1000, 64 }, 3.0F)));
    }

    void bytesAreThoseOfADirectSave()
    {
        const Checkpoint made = checkpoint(11, torch::rand({ 50, 8 }));
        {
            CheckpointWriter writer(folder());
            writer.write(checkpoint(10, torch::rand({ 50, 8 })), {});
            writer.write(made, {}); // waits for the one before
            writer.finish();
            QCOMPARE(writer.takeWritten(), (std::vector<std::int64_t> { 10, 11 }));
        }
        const std::string direct = folder() + "/direct.safetensors";
        saveCheckpoint(direct, made);
        QCOMPARE(bytes(lastFile(folder())), bytes(direct));
    }

    void bestComesWithLastAndSupersededGo()
    {
        CheckpointWriter writer(folder());
        Checkpoint made = checkpoint(20, torch::rand({ 5, 2 }));
        const BestOfStage old { 1, 10, 0.1 };
        const BestOfStage now { 2, 20, 0.2 };
        saveCheckpoint(bestFile(folder(), "soft", old), made);
        made.state.best["soft"] = now;
        writer.write(made, made.state);
        writer.finish();
        QVERIFY(fs::exists(lastFile(folder())));
        QVERIFY(!fs::exists(bestFile(folder(), "soft", old)));
        const Checkpoint best = loadCheckpoint(bestFile(folder(), "soft", now));
        QVERIFY(torch::equal(best.weights.at("items"), made.weights.at("items")));
        QVERIFY(best.moments.empty());
    }

    void anErrorIsReportedOnceToTheTraining()
    {
        const std::string gone = folder() + "/gone";
        CheckpointWriter writer(gone);
        writer.write(checkpoint(1, torch::rand({ 5, 2 })), {});
        writer.finish();
        QCOMPARE(failureOf([&] { writer.takeWritten(); }), std::optional(ErrorCode::CannotWrite));
        QVERIFY(writer.takeWritten().empty());
        fs::create_directories(gone);
        writer.write(checkpoint(2, torch::rand({ 5, 2 })), {});
        writer.finish();
        QCOMPARE(writer.takeWritten(), (std::vector<std::int64_t> { 2 }));
    }

    void brokenNumbersLeaveTheGoodFile()
    {
        CheckpointWriter writer(folder());
        writer.write(checkpoint(1, torch::rand({ 5, 2 })), {});
        torch::Tensor broken = torch::rand({ 5, 2 });
        broken[3][1] = std::numeric_limits<float>::quiet_NaN();
        writer.write(checkpoint(2, broken), {});
        writer.finish();
        QCOMPARE(failureOf([&] { writer.takeWritten(); }), std::optional(ErrorCode::NonFiniteLoss));
        QCOMPARE(loadTrainState(lastFile(folder())).step, std::int64_t { 1 });
    }

    void theEndWaitsForWhatWasAsked()
    {
        {
            CheckpointWriter writer(folder());
            writer.write(checkpoint(99, torch::rand({ 20000, 64 })), {});
        }
        QCOMPARE(loadTrainState(lastFile(folder())).step, std::int64_t { 99 });
    }

private:
    std::string folder() const { return m_folder.path().toStdString(); }

    static Checkpoint checkpoint(std::int64_t step, const torch::Tensor& items)
    {
        Checkpoint made;
        made.identity = { "toy", items.size(0), "learning_rate=0.001\n", "hash", 1 };
        made.state.stage = "soft";
        made.state.step = made.state.stageStep = step;
        made.state.epoch = 2;
        made.weights = { { "items", items } };
        made.moments = { { "adam.first.items", torch::full(items.sizes(), 3.0F) } };
        return made;
    }

    static QByteArray bytes(const std::string& path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    template <typename Function> static std::optional<ErrorCode> failureOf(Function function)
    {
        try {
            function();
        } catch (const Error& error) {
            return error.code();
        }
        return std::nullopt;
    }

    QTemporaryDir m_folder;
};

OPAL_TEST(TestCheckpointWriter)
#include "tst_checkpointwriter.moc"
