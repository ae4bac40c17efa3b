// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QtTest>

#include "core/base/error.h"
#include "core/data/positiverule.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

const std::vector<std::string> kColumns { "like",   "favorite", "play",      "duration",
                                          "rating", "2nd_look", "watch time" };

/// Value of `rule` on a row like=1 favorite=0 play=90 duration=100 rating=3.5 2nd_look=2 "watch time"=7.
bool holds(const char* rule, std::vector<double> row = { 1, 0, 90, 100, 3.5, 2, 7 })
{
    const PositiveRule compiled(rule, kColumns);
    std::vector<double> values;
    for (const int column : compiled.usedColumns())
        values.push_back(row[std::size_t(column)]);
    return compiled.matches(values);
}

} // namespace

class TestPositiveRule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void evaluates_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* rule, bool expected) {
            QTest::newRow(rule) << QString::fromLatin1(rule) << expected;
        };
        row("like", true);
        row("favorite", false);
        row("!favorite", true);
        row("not like", false);
        row("favorite|like", true);
        row("favorite or like", true);
        row("favorite & like", false);
        row("favorite and like or like", true);
        row("favorite | like & favorite", false);
        row("(favorite | like) & like", true);
        row("play>=0.9*duration", true);
        row("play > 0.9 * duration", false);
        row("play/duration<1", true);
        row("play = 90", true);
        row("play == 90", true);
        row("play != 90", false);
        row("!play != 90", true);
        row("play-duration", true);
        row("-play < -80", true);
        row("10-2-3 = 5", true);
        row("2+3*4 = 14", true);
        row("(2+3)*4 = 20", true);
        row("rating>=4", false);
        row("rating<=3.5", true);
        row("2nd_look=2", true);
        row("\"watch time\">6", true);
        row("play/favorite > 0", false);
        row("play/favorite", false);
        row("1e2 = duration", true);
        row("!!like", true);
        row("NOT favorite AND like", true);
        row("like in (1, 2)", true);
        row("like+1 in (3, 4)", false);
        row("like not in (3, 4)", true);
    }

    void evaluates()
    {
        QFETCH(QString, rule);
        QFETCH(bool, expected);
        QCOMPARE(holds(qPrintable(rule)), expected);
    }

    void notANumberIsFalse()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const char* rule :
             { "like", "like>0", "like<=0", "like=0", "like!=0", "like+1", "like|favorite" })
            QVERIFY2(!holds(rule, { nan, 0, 0, 0, 0, 0, 0 }), rule);
        QVERIFY(holds("!like", { nan, 0, 0, 0, 0, 0, 0 }));
    }

    void namesTheColumnsItReads()
    {
        QCOMPARE(PositiveRule("duration*2<play|like&like", kColumns).usedColumns(),
                 (std::vector<int> { 0, 2, 3 }));
        QVERIFY(PositiveRule("1", kColumns).usedColumns().empty());
    }

    void errorsPointAtThePlace_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("position");
        const auto row = [](const char* rule, int position) {
            QTest::newRow(rule) << QString::fromLatin1(rule) << position;
        };
        row("", 1);
        row("like |", 7);
        row("like like", 6);
        row("(like", 1);
        row("like)", 5);
        row("play >= ", 6);
        row("like in (1", 9);
        row("like in ()", 10);
        row("like+1 = 'x'", 1);
        row("like < 'x'", 1);
        row("like in (a b)", 12);
        row("like & * play", 8);
        row("like $ 1", 6);
        row("\"like", 1);
        row("1 < 2 < 3", 7);
    }

    void errorsPointAtThePlace()
    {
        QFETCH(QString, rule);
        QFETCH(int, position);
        try {
            PositiveRule(rule.toStdString(), kColumns);
            QFAIL("the rule was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidConfiguration);
            const QString wanted = QStringLiteral("character %1:").arg(position);
            QVERIFY2(QString::fromStdString(error.detail()).contains(wanted), error.what());
        }
    }

    void unknownColumnsNameTheNearest()
    {
        try {
            PositiveRule("like | favourite", kColumns);
            QFAIL("the rule was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::UnknownKey);
            const QString detail = QString::fromStdString(error.detail());
            QVERIFY2(detail.contains(QStringLiteral("'favourite'"))
                         && detail.contains(QStringLiteral("'favorite'"))
                         && detail.contains(QStringLiteral("character 8")),
                     error.what());
        }
    }

    void deepNestingIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(PositiveRule(std::string(100000, '(') + "like", kColumns), Error);
        QVERIFY_EXCEPTION_THROWN(PositiveRule(std::string(100000, '!') + "like", kColumns), Error);
        QVERIFY_EXCEPTION_THROWN(PositiveRule(std::string(100000, '-') + "like", kColumns), Error);
        std::string wide = "like";
        for (int i = 0; i < 10000; ++i)
            wide += "|favorite";
        QVERIFY(holds(wide.c_str()));
    }
};

OPAL_TEST(TestPositiveRule)
#include "tst_positiverule.moc"
