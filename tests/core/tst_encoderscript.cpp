// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/script.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/exchange/encoderscript.h"
#include "core/models/itemtablemodel.h"
#include "tests/support/modeltesting.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// Exported encoders beside the models they were made from.
class TestEncoderScript final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEncoderAgreesWithItsModel_data();
    void everyEncoderAgreesWithItsModel();
    void paddingMayStandAnywhere();
};

namespace {

constexpr std::int64_t itemCount = 40;
constexpr std::int64_t longestHistory = 12;

using Settings = std::vector<std::pair<std::string, std::string>>;

struct Encoder
{
    std::shared_ptr<Recommender> model;
    torch::jit::Module script;
};

Encoder encoderOf(const std::string& name, Settings settings, const std::string& stage)
{
    for (const auto& [key, value] : Settings { { "interests", "3" },
                                               { "dim", "8" },
                                               { "max_length", std::to_string(longestHistory) },
                                               { "kernels", "plain" } })
        settings.emplace_back(key, value);
    Encoder encoder;
    encoder.model = makeModel(name, paramsOf(name, settings), itemCount);
    encoder.model->setStage(stage);
    encoder.model->eval();
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("encoder.pt")).toStdString();
    writeEncoder(file, *encoder.model, longestHistory);
    encoder.script = torch::jit::load(file);
    return encoder;
}

/// Twelve users; the shortest histories have one item, the longest as many as are read.
RaggedHistories histories()
{
    return randomBatch({ 12, itemCount, 1, static_cast<std::uint32_t>(longestHistory) }, 5).history;
}

torch::Tensor tokensOf(const RaggedHistories& all)
{
    return torch::tensor(std::vector<std::int64_t>(all.items.begin(), all.items.end()), torch::kInt64);
}

} // namespace

void TestEncoderScript::everyEncoderAgreesWithItsModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("settings");
    for (const ModelInfo& info : modelTable())
        if (info.name != "opal" && !info.scorer)
            QTest::newRow(info.name.c_str())
                << QString::fromStdString(info.name) << QStringLiteral("train") << QString();
    const auto add = [](const char* row, const char* model, const char* stage, const char* settings) {
        QTest::newRow(row) << QString::fromLatin1(model) << QString::fromLatin1(stage)
                           << QString::fromLatin1(settings);
    };
    add("opal soft", "opal", "soft", "");
    add("opal hard", "opal", "hard", "");
    add("opal warmup", "opal", "warmup", "category_start=coherent");
    add("opal without head", "opal", "hard", "gru_head=none normalise_interests=false");
    add("opal, empty interests dropped", "opal", "hard", "gru_head=linear drop_empty_interests=true");
    add("mind by length", "mind", "train", "dynamic_interests=true");
    add("mind over items", "mind", "train", "routing_axis=items routing_iterations=2");
    add("comirec-dr over items", "comirec-dr", "train", "routing_axis=items");
}

void TestEncoderScript::everyEncoderAgreesWithItsModel()
{
    QFETCH(QString, model);
    QFETCH(QString, stage);
    QFETCH(QString, settings);
    Settings pairs;
    for (const QString& pair : settings.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        pairs.emplace_back(pair.section(QLatin1Char('='), 0, 0).toStdString(),
                           pair.section(QLatin1Char('='), 1).toStdString());
    Encoder encoder = encoderOf(model.toStdString(), pairs, stage.toStdString());
    const torch::NoGradGuard noGrad;
    const RaggedHistories all = histories();
    const UserInterests wanted = encoder.model->encode(all);
    const PaddedIndex padded = padRows(all.offsets, tokensOf(all));
    const std::vector<torch::jit::IValue> inputs { padded.index, padded.mask > 0 };
    const torch::Tensor made = encoder.script.get_method("interests")(inputs).toTensor();
    const torch::Tensor valid = encoder.script.get_method("valid")(inputs).toTensor();
    QVERIFY(torch::equal(valid, wanted.valid));
    const torch::Tensor shown = valid.unsqueeze(2).to(torch::kFloat32);
    QVERIFY(deviation(made * shown, wanted.vectors * shown) < 1e-5);
    QVERIFY(wanted.vectors.abs().max().item<double>() > 1e-3);
    QVERIFY(deviation(encoder.script.forward({ padded.index }).toTensor() * shown, wanted.vectors * shown)
            < 1e-5);
}

void TestEncoderScript::paddingMayStandAnywhere()
{
    Encoder encoder = encoderOf("comirec-sa", {}, "train"); // positions matter to it
    const torch::NoGradGuard noGrad;
    std::vector<ItemIndex> history;
    for (ItemIndex item = 1; item <= longestHistory; ++item)
        history.push_back(item * 3);
    RaggedHistories single;
    single.append(history);
    const torch::Tensor wanted = encoder.model->encode(single).vectors;
    const torch::Tensor tokens = tokensOf(single).unsqueeze(0);
    const torch::Tensor zeros = torch::zeros({ 1, 4 }, torch::kInt64);
    const torch::Tensor older = torch::full({ 1, 3 }, 7, torch::kInt64);
    for (const torch::Tensor& padded :
         { torch::cat({ zeros, tokens }, 1), torch::cat({ tokens, zeros }, 1),
           torch::cat({ older, zeros, tokens.slice(1, 0, 5), zeros, tokens.slice(1, 5) }, 1) })
        QVERIFY(deviation(encoder.script.forward({ padded }).toTensor(), wanted) < 1e-5);
}

OPAL_TEST(TestEncoderScript)
#include "tst_encoderscript.moc"
