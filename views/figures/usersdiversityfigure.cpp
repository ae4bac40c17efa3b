// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/usersdiversityfigure.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "core/jobs/jobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmisheet.h"
#include "views/plot/plottheme.h"
#include "views/plot/qcp.h"
#include "views/shell/theme.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

struct UsersDiversityTexts
{
    Q_DECLARE_TR_FUNCTIONS(UsersDiversityFigure)
};

/// What both sides share, so that they can be compared by eye.
struct Scale
{
    double high = 1; ///< largest block mean
    std::size_t bins = 10; ///< up to the last one that anything is in
    double highestShare = 0;
};

Scale scaleOf(const UsersDiversity& users)
{
    Scale scale;
    double high = 0;
    for (const auto& side : users.sides) {
        for (const double mean : side->blocks)
            if (!std::isnan(mean))
                high = std::max(high, mean);
        for (std::size_t bin = 0; bin < side->histogram.size(); ++bin)
            if (side->histogram[bin] > 0) {
                scale.bins = std::max(scale.bins, bin + 1);
                scale.highestShare = std::max(scale.highestShare, side->histogram[bin]);
            }
    }
    if (high > 0)
        scale.high = high;
    return scale;
}

/// `nameRoom` is what the names of the interests may take at the left, 0: none. Along the bottom they would
/// not have room.
SppmiBlocks blocksOf(const AverageDiversity& side, double nameRoom, const PlotTheme& theme)
{
    SppmiBlocks blocks { side.blocks, {} };
    for (int interest = 0; interest < side.interests; ++interest)
        blocks.titles << fittedTitle(interest, side.categoryNames.of(interest),
                                     QFontMetricsF(theme.smallFont), nameRoom);
    return blocks;
}

QString statisticsText(const AverageDiversity& side)
{
    QString words = UsersDiversityTexts::tr("zeros %1 %, mean %2")
                        .arg(zeroShareText(side.zeroShare.mean), intervalText(side.mean));
    if (side.between.count > 0)
        words += QLatin1Char('\n')
            % UsersDiversityTexts::tr("within %1, between %2, ratio %3")
                  .arg(intervalText(side.within), intervalText(side.between), intervalText(side.ratio));
    return words;
}

QString sideTitle(const AverageDiversity& side)
{
    return QStringLiteral("%1, %2").arg(
        QString::fromStdString(side.runName.empty() ? side.run : side.runName),
        UsersDiversityTexts::tr("%n user(s)", nullptr, static_cast<int>(side.users)));
}

QString caption(const AverageDiversity& side)
{
    return UsersDiversityTexts::tr(
               "Mean SPPMI of the items of two interests over %1, K %2, shift %3, minimum "
               "count %4; every user counts once. Bins of %5. Dashed: cumulative "
               "share. Brackets: 95 % intervals over users.")
        .arg(userSetTitle(side.set))
        .arg(side.k)
        .arg(side.shift)
        .arg(side.minimumCount)
        .arg(sppmiBinWidth);
}

} // namespace

QString userSetTitle(const UserSet& users)
{
    const auto count = static_cast<int>(users.count);
    switch (users.kind) {
    case UserSet::Kind::All:
        return UsersDiversityTexts::tr("all users of the test day");
    case UserSet::Kind::MostActive:
        return UsersDiversityTexts::tr("the %n most active user(s)", nullptr, count);
    case UserSet::Kind::LeastActive:
        return UsersDiversityTexts::tr("the %n least active user(s)", nullptr, count);
    case UserSet::Kind::ActiveInterests:
        return UsersDiversityTexts::tr("users with %n active interest(s)", nullptr, count);
    case UserSet::Kind::Ids:
        return UsersDiversityTexts::tr("%n listed user(s)", nullptr, static_cast<int>(users.ids.size()));
    }
    Q_UNREACHABLE();
}

QString groupTitle(const GroupDiversity& group)
{
    if (group.kind == GroupDiversity::Kind::All)
        return UsersDiversityTexts::tr("Every user");
    if (group.kind == GroupDiversity::Kind::ActiveInterests)
        return UsersDiversityTexts::tr("%n active interest(s)", nullptr, group.index);
    if (group.index == 1)
        return UsersDiversityTexts::tr("Least active third");
    return group.index == 2 ? UsersDiversityTexts::tr("Middle third")
                            : UsersDiversityTexts::tr("Most active third");
}

std::shared_ptr<const UsersDiversity> loadUsersDiversity(const FigureSubject& subject,
                                                         const FigureAccess& access)
{
    auto users = std::make_shared<UsersDiversity>();
    for (const std::string& run : subject.runs) {
        DiversityJobRequest request;
        request.run = run;
        request.k = static_cast<int>(numberOption(subject, "k", request.k));
        request.shift = numberOption(subject, "shift", request.shift);
        request.minimumCount = static_cast<std::int64_t>(numberOption(subject, "minimum_count", 1));
        request.users = userSetFromText(subject.option("users", "all"));
        users->sides.push_back(
            makeAverageDiversityJob(access.store, access.paths, request).run(access.context));
    }
    return users;
}

void drawUsersDiversity(QCustomPlot& plot, const UsersDiversity& users, const PlotTheme& given)
{
    const PlotTheme theme = sppmiTheme(given);
    const Scale scale = scaleOf(users);
    SppmiSheet sheet {
        {}, { sppmiBinWidth, scale.highestShare }, scale.high, caption(*users.sides.front()), {}
    };
    for (const auto& side : users.sides)
        sheet.columns.push_back({ sideTitle(*side), statisticsText(*side),
                                  std::vector<double>(side->histogram.begin(),
                                                      side->histogram.begin()
                                                          + static_cast<std::ptrdiff_t>(
                                                              std::min(scale.bins, side->histogram.size()))),
                                  std::isnan(side->zeroShare.mean) ? 0 : side->zeroShare.mean });
    // Pictures beside one another are too narrow for names as well.
    constexpr double namePart = 0.16; // of the width of the sheet
    const double width = plot.viewport().width();
    const double nameRoom = sppmiPictureWidth(plot, sheet, theme) >= width / 2 ? namePart * width : 0;
    sheet.addPicture = [&](const SppmiPlace& place, int side) {
        return addSppmiBlocks(place, QStringLiteral("blocks-%1").arg(side),
                              blocksOf(*users.sides[static_cast<std::size_t>(side)], nameRoom, theme),
                              scale.high, place.column == 0, theme);
    };
    drawSppmiSheet(plot, sheet, theme);
}

FigureTable usersDiversityTable(const UsersDiversity& users)
{
    FigureTable table;
    table.columns = { QStringLiteral("run"),        QStringLiteral("part"), QStringLiteral("interest_a"),
                      QStringLiteral("interest_b"), QStringLiteral("from"), QStringLiteral("to"),
                      QStringLiteral("value"),      QStringLiteral("users") };
    for (const auto& side : users.sides) {
        const QString run = QString::fromStdString(side->run);
        for (int row = 0; row < side->interests; ++row)
            for (int column = 0; column < side->interests; ++column) {
                const auto at = static_cast<std::size_t>(row * side->interests + column);
                table.rows.push_back({ run,
                                       QStringLiteral("mean_sppmi"),
                                       QString::number(row + 1),
                                       QString::number(column + 1),
                                       {},
                                       {},
                                       tableNumber(side->blocks[at]),
                                       QString::number(side->blockUsers[at]) });
            }
        const QString count = QString::number(side->users);
        table.rows.push_back({ run,
                               QStringLiteral("share_of_pairs"),
                               {},
                               {},
                               QStringLiteral("0"),
                               QStringLiteral("0"),
                               tableNumber(side->zeroShare.mean),
                               count });
        for (std::size_t bin = 0; bin < side->histogram.size(); ++bin)
            if (side->histogram[bin] > 0)
                table.rows.push_back({ run,
                                       QStringLiteral("share_of_pairs"),
                                       {},
                                       {},
                                       QString::number(static_cast<double>(bin) * sppmiBinWidth),
                                       QString::number(static_cast<double>(bin + 1) * sppmiBinWidth),
                                       tableNumber(side->histogram[bin]),
                                       count });
    }
    return table;
}

QString usersDiversitySummary(const UsersDiversity& users)
{
    QStringList parts;
    for (const auto& side : users.sides)
        parts << UsersDiversityTexts::tr(
                     "%1: mean SPPMI %2 within and %3 between interests over %4, %5 % zeros")
                     .arg(QString::fromStdString(side->runName), metricText(side->within.mean),
                          metricText(side->between.mean), userSetTitle(side->set),
                          zeroShareText(side->zeroShare.mean));
    return parts.join(QStringLiteral("; "));
}

FigureTable groupTable(const UsersDiversity& users)
{
    FigureTable table;
    table.columns = { QStringLiteral("run"),
                      QStringLiteral("group"),
                      QStringLiteral("users"),
                      QStringLiteral("shortest_history"),
                      QStringLiteral("longest_history"),
                      QStringLiteral("recall"),
                      QStringLiteral("hit_rate"),
                      QStringLiteral("tag_diversity"),
                      QStringLiteral("sppmi_diversity"),
                      QStringLiteral("coverage"),
                      QStringLiteral("gini"),
                      QStringLiteral("popularity") };
    for (const auto& side : users.sides)
        for (const GroupDiversity& group : side->groups)
            table.rows.push_back({ QString::fromStdString(side->runName), groupTitle(group),
                                   QString::number(group.users), QString::number(group.shortest),
                                   QString::number(group.longest), tableNumber(group.recall.mean),
                                   tableNumber(group.hitRate.mean), tableNumber(group.tagDiversity.mean),
                                   tableNumber(group.sppmiDiversity.mean), tableNumber(group.coverage),
                                   tableNumber(group.gini), tableNumber(group.popularity.mean) });
    return table;
}

} // namespace opal
