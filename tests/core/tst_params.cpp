// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/random.h"
#include "tests/support/testprogram.h"

using namespace opal;

/// The parameter table: values survive their text, wrong ones are refused with a useful sentence.
class TestParams final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textRestoresTheValue();
    void wrongValuesAreRefused();
    void unknownKeysNameTheNearest();
    void randomIsAPureFunctionOfItsKey();
};

namespace {

ParamSpecs table()
{
    ParamSpec interests { .key = "interests",
                          .kind = ParamKind::Integer,
                          .defaultValue = std::int64_t { 4 } };
    interests.minimum = 1;
    interests.maximum = 16;
    ParamSpec rate { .key = "learning_rate", .kind = ParamKind::Real, .defaultValue = 0.001 };
    rate.maximum = 10;
    rate.minimumExclusive = true;
    ParamSpec flag { .key = "normalise", .kind = ParamKind::Boolean, .defaultValue = true };
    ParamSpec stage { .key = "stages", .kind = ParamKind::Choice, .defaultValue = std::string("both") };
    stage.choices = { "both", "soft", "hard" };
    return { interests, rate, flag, stage };
}

ErrorCode refusal(std::string_view key, std::string_view text)
{
    ParamMap values(table());
    try {
        setParam(values, table(), key, text);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

} // namespace

void TestParams::textRestoresTheValue()
{
    ParamMap values(table());
    setParam(values, table(), "learning_rate", "0.1");
    for (const ParamSpec& spec : table())
        QVERIFY(parseParamValue(spec, paramText(values.values().at(spec.key)))
                == values.values().at(spec.key));
    QCOMPARE(values.real("learning_rate"), 0.1);
    QCOMPARE(values.integer("interests"), 4);
}

void TestParams::wrongValuesAreRefused()
{
    for (const char* text : { "0", "17", "4.5", "", "four", "99999999999999999999" })
        QCOMPARE(refusal("interests", text), ErrorCode::InvalidConfiguration);
    for (const char* text : { "0", "-1", "nan", "inf", "1e-3x" })
        QCOMPARE(refusal("learning_rate", text), ErrorCode::InvalidConfiguration);
    QCOMPARE(refusal("normalise", "maybe"), ErrorCode::InvalidConfiguration);
    QCOMPARE(refusal("stages", "Soft"), ErrorCode::InvalidConfiguration);
}

void TestParams::unknownKeysNameTheNearest()
{
    ParamMap values(table());
    try {
        setParam(values, table(), "interest", "4");
        QFAIL("an unknown key was accepted");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::UnknownKey);
        QVERIFY(error.detail().find("'interests'") != std::string::npos);
    }
}

void TestParams::randomIsAPureFunctionOfItsKey()
{
    Random first(7, RandomPurpose::Batch, 3);
    Random second(7, RandomPurpose::Batch, 3);
    Random other(7, RandomPurpose::Batch, 4);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
        const std::uint32_t value = first();
        QCOMPARE(value, second());
        differs = differs || value != other();
    }
    QVERIFY(differs);
    std::array<int, 3> counts {};
    for (int i = 0; i < 30000; ++i)
        ++counts.at(first.below(3));
    for (const int count : counts)
        QVERIFY(count > 9700 && count < 10300);
}

OPAL_TEST(TestParams)
#include "tst_params.moc"
