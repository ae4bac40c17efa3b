// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <QTest>

#include "core/base/error.h"
#include "core/results/userchoice.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// Users "0", "1", ... with these ratios over a mean of 0.5 between the interests.
std::vector<UserSppmi> usersOf(const std::vector<double>& ratios)
{
    std::vector<UserSppmi> users;
    for (const double ratio : ratios)
        users.push_back({ std::to_string(users.size()), ratio * 0.5, 0.5 });
    return users;
}

} // namespace

/// Which user stands for all of a run, and which for its best.
class TestUserChoice final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void ratioNeedsBothKindsOfPairs()
    {
        QCOMPARE((UserSppmi { "", 0.6, 0.2 }).ratio(), 0.6 / 0.2);
        QCOMPARE((UserSppmi { "", 0, 0.2 }).ratio(), 0.0);
        QCOMPARE((UserSppmi { "", 0.6, 0 }).ratio(), infinite);
        QVERIFY(std::isnan((UserSppmi { "", 0, 0 }).ratio()));
        QVERIFY(std::isnan((UserSppmi { "", 0.6, none }).ratio())); // one interest found everything
        QVERIFY(std::isnan((UserSppmi { "", none, 0.2 }).ratio())); // no interest found two
        QVERIFY(std::isnan((UserSppmi { "", none, none }).ratio()));
    }

    void usersAreChosenByRule_data()
    {
        QTest::addColumn<QList<double>>("ratios");
        QTest::addColumn<QString>("typical");
        QTest::addColumn<QString>("clearest");
        QTest::addColumn<double>("median");
        QTest::newRow("odd") << QList<double> { 3, 1, 2 } << "2"
                             << "0" << 2.0;
        QTest::newRow("even: the lower of the middle") << QList<double> { 4, 1, 3, 2 } << "3"
                                                       << "0" << 2.0;
        QTest::newRow("one") << QList<double> { 1.5 } << "0"
                             << "0" << 1.5;
        QTest::newRow("two") << QList<double> { 2, 1 } << "1"
                             << "0" << 1.0;
        QTest::newRow("ties in the middle: the first user") << QList<double> { 5, 2, 2, 2, 1 } << "1"
                                                            << "0" << 2.0;
        QTest::newRow("ties at the top: the first user") << QList<double> { 1, 3, 2, 3 } << "2"
                                                         << "1" << 2.0;
        QTest::newRow("all alike") << QList<double> { 2, 2, 2, 2 } << "0"
                                   << "0" << 2.0;
        QTest::newRow("users without pairs between do not count")
            << QList<double> { none, 9, none, 1, 2, none, none } << "4"
            << "1" << 2.0;
        QTest::newRow("nothing between is the clearest") << QList<double> { 1, infinite, 2 } << "2"
                                                         << "1" << 2.0;
    }

    void usersAreChosenByRule()
    {
        QFETCH(QList<double>, ratios);
        QFETCH(QString, typical);
        QFETCH(QString, clearest);
        QFETCH(double, median);
        const std::vector<UserSppmi> users = usersOf({ ratios.begin(), ratios.end() });
        const auto rated
            = std::count_if(ratios.begin(), ratios.end(), [](double ratio) { return !std::isnan(ratio); });
        for (const auto& [pick, wanted] :
             { std::pair { UserPick::Typical, typical }, std::pair { UserPick::Clearest, clearest } }) {
            const UserChoice choice = chooseUser(users, pick);
            QCOMPARE(QString::fromStdString(choice.userId), wanted);
            QCOMPARE(choice.pick, pick);
            QCOMPARE(choice.median, median);
            QCOMPARE(choice.users, std::int64_t { rated });
            QCOMPARE(choice.ratio, users[std::stoul(choice.userId)].ratio());
        }
        QCOMPARE(chooseUser(users, UserPick::Typical).ratio, median);
    }

    void namedUsersAreTakenAsTheyAre()
    {
        const std::vector<UserSppmi> users = usersOf({ 3, none, 1, 2 });
        const UserChoice named = chooseUser(users, UserPick::Named, "0");
        QCOMPARE(named.userId, std::string("0"));
        QCOMPARE(named.ratio, 3.0);
        QCOMPARE(named.median, 2.0);
        QCOMPARE(named.users, std::int64_t { 3 });
        for (const char* other : { "1", "nobody" }) {
            const UserChoice choice = chooseUser(users, UserPick::Named, other);
            QCOMPARE(choice.userId, std::string(other));
            QVERIFY(std::isnan(choice.ratio));
        }
        QVERIFY(std::isnan(chooseUser({}, UserPick::Named, "1").median));
    }

    void withoutARatioNobodyIsChosen()
    {
        for (const UserPick pick : { UserPick::Typical, UserPick::Clearest })
            for (const auto& users : { std::vector<UserSppmi> {}, usersOf({ none, none }) })
                QVERIFY_EXCEPTION_THROWN(chooseUser(users, pick), Error);
    }

    void namesReadBack()
    {
        for (const UserPick pick : { UserPick::Typical, UserPick::Clearest, UserPick::Named })
            QCOMPARE(userPickFromName(userPickName(pick)), pick);
        QVERIFY_EXCEPTION_THROWN(userPickFromName("best"), Error);
    }
};

OPAL_TEST(TestUserChoice)
#include "tst_userchoice.moc"
