// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <QTest>

#include "core/base/fieldfilter.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

const std::vector<std::string> fields { "interests", "model", "recall@50", "tag" };

std::map<std::string, FieldValue> sample()
{
    return { { "model", std::string("Opal") },
             { "interests", std::string("8") },
             { "recall@50", 0.25 },
             { "tag", std::vector<std::string> { "paper", "seed one" } },
             { "", std::string("opal-k8 first try") } };
}

} // namespace

class TestExpression final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void conditions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        const auto row
            = [](const char* text, bool fits) { QTest::newRow(text) << QString::fromLatin1(text) << fits; };
        row("", true);
        row("model = opal", true);
        row("MODEL=OPAL", true);
        row("model == mind", false);
        row("model = opal and recall@50 > 0.2", true);
        row("model = opal and recall@50 > 0.25", false);
        row("recall@50 >= 0.25", true);
        row("interests > 10", false);
        row("interests>4 interests<=8", true);
        row("model = mind or interests = 8.0", true);
        row("not model = mind", true);
        row("not (model = opal or tag = paper)", false);
        row("model = mind or model = mind and tag = paper", false);
        row("model = opal or model = mind and tag = none", true);
        row("tag = \"seed one\"", true);
        row("tag = seed", false);
        row("tag : seed", true);
        row("tag != paper", false);
        row("tag != other", true);
        row("model : pa", true);
        row("first k8", true);
        row("\"first try\"", true);
        row("second", false);
        row("and = 1", false);
        row("!model = mind", true);
        row("! (model = opal | tag = paper)", false);
        row("model = mind | interests = 8", true);
        row("model = opal & recall@50 > 0.25", false);
        row("model in (mind, opal)", true);
        row("model not in (mind, opal)", false);
        row("interests in (4, 8.0)", true);
        row("tag in (none, 'seed one')", true);
        row("tag in (none, \"seed one\")", true);
        row("tag = 'seed one'", true);
        row("first in k8", false);
    }

    void conditions()
    {
        QFETCH(QString, text);
        QFETCH(bool, fits);
        auto known = fields;
        known.emplace_back("and");
        const auto parsed = FieldFilter::parse(text.toStdString(), known);
        QVERIFY2(std::holds_alternative<FieldFilter>(parsed), qPrintable(text));
        const auto values = sample();
        QCOMPARE(std::get<FieldFilter>(parsed).matches([&](std::string_view field) {
            const auto found = values.find(std::string(field));
            return found == values.end() ? FieldValue() : found->second;
        }),
                 fits);
    }

    void missingValuesFitOnlyUnequal()
    {
        const auto nothing = [](std::string_view) { return FieldValue(); };
        for (const char* text : { "model = x", "recall@50 > 0", "recall@50 <= 9", "tag : a", "word" })
            QVERIFY2(!std::get<FieldFilter>(FieldFilter::parse(text, fields)).matches(nothing), text);
        QVERIFY(std::get<FieldFilter>(FieldFilter::parse("model != x", fields)).matches(nothing));
    }

    void errorsPointAtTheColumn_data()
    {
        using Kind = ExpressionError::Kind;
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("column");
        const auto row = [](const char* text, Kind kind, int column) {
            QTest::newRow(text) << QString::fromLatin1(text) << static_cast<int>(kind) << column;
        };
        row("model = opal and recal@50 > 1", Kind::UnknownField, 18);
        row("model =", Kind::ExpectedValue, 7);
        row("model = )", Kind::ExpectedValue, 7);
        row("interests > many", Kind::ExpectedNumber, 13);
        row("model = \"op", Kind::UnclosedQuote, 9);
        row("(model = opal", Kind::UnclosedBracket, 1);
        row("model = opal)", Kind::UnexpectedBracket, 13);
        row("model = opal and", Kind::ExpectedCondition, 17);
        row("or model = opal", Kind::ExpectedCondition, 1);
        row("not", Kind::ExpectedCondition, 4);
        row("()", Kind::ExpectedCondition, 2);
        row("!", Kind::ExpectedCondition, 2);
        row("model in (opal", Kind::UnclosedBracket, 10);
        row("model in (opal mind)", Kind::Unexpected, 16);
        row("model in ()", Kind::ExpectedValue, 11);
        row("modle in (opal)", Kind::UnknownField, 1);
        row("(model = opal | tag)) x", Kind::UnexpectedBracket, 21);
        row("> 3", Kind::ExpectedCondition, 1);
    }

    void errorsPointAtTheColumn()
    {
        QFETCH(QString, text);
        QFETCH(int, kind);
        QFETCH(int, column);
        const auto parsed = FieldFilter::parse(text.toStdString(), fields);
        const auto* error = std::get_if<ExpressionError>(&parsed);
        QVERIFY2(error, qPrintable(text));
        QCOMPARE(static_cast<int>(error->kind), kind);
        QCOMPARE(error->column, column);
        QVERIFY(error->detail().find("column " + std::to_string(column)) == 0);
    }

    void unknownFieldNamesTheNearest()
    {
        const auto parsed = FieldFilter::parse("modle = x", fields);
        QCOMPARE(std::get<ExpressionError>(parsed).nearest, std::string("model"));
    }

    void deepNestingEndsInAnError()
    {
        const std::string deep(100000, '(');
        QVERIFY(std::holds_alternative<ExpressionError>(FieldFilter::parse(deep, fields)));
        std::string negations;
        for (int i = 0; i < 100000; ++i)
            negations += "not ";
        QVERIFY(std::holds_alternative<ExpressionError>(FieldFilter::parse(negations + "x", fields)));
    }
};

OPAL_TEST(TestExpression)
#include "tst_expression.moc"
