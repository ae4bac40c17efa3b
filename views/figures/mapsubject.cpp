// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/mapjobs.h"
#include "views/figures/figureregistry.h"
#include "views/figures/mapfigure.h"

namespace opal {

namespace {

[[noreturn]] void refuse(const char* key, const std::string& wanted, const std::string& given)
{
    throw Error(ErrorCode::InvalidArgument,
                std::string("the option '") + key + "' takes " + wanted + ", not '" + given + "'");
}

template <typename Number>
Number wholeNumber(const FigureSubject& subject, const char* key, Number fallback, Number least)
{
    const std::string given = subject.option(key);
    if (given.empty())
        return fallback;
    bool valid = false;
    const qulonglong value = QString::fromStdString(given).toULongLong(&valid);
    if (!valid || value < static_cast<qulonglong>(least)
        || value > static_cast<qulonglong>(std::numeric_limits<Number>::max()))
        refuse(key, "a whole number from " + std::to_string(least), given);
    return static_cast<Number>(value);
}

bool flag(const FigureSubject& subject, const char* key)
{
    const std::string given = subject.option(key, "yes");
    if (given != "yes" && given != "no")
        refuse(key, "yes or no", given);
    return given == "yes";
}

MapParams paramsOf(const FigureSubject& subject)
{
    const std::string name = subject.option("projection", "pca");
    const auto method = mapMethodFromName(name);
    if (!method)
        refuse("projection", "pca, neighbours or plane", name);
    MapParams params;
    params.method = *method;
    params.firstCategory = static_cast<int>(wholeNumber<unsigned>(subject, "first_category", 1, 1)) - 1;
    params.secondCategory = static_cast<int>(wholeNumber<unsigned>(subject, "second_category", 2, 1)) - 1;
    params.neighbours = wholeNumber<int>(subject, "neighbours", params.neighbours, 2);
    params.epochs = wholeNumber<int>(subject, "epochs", params.epochs, 1);
    params.seed = wholeNumber<std::uint64_t>(subject, "seed", params.seed, 0);
    return params.relevant();
}

ItemColouring colouringOf(const MapFigure& figure, const FigureAccess& access)
{
    const MapItems& items = *figure.items;
    if (!figure.sideTable.isEmpty()) {
        const auto job = makeSideColumnJob(access.store, items.run, figure.sideTable.toStdString(),
                                           figure.colourBy.toStdString());
        return colourByColumn(items, *job.run(access.context));
    }
    if (figure.colourBy == QLatin1String("category"))
        return colourByCategory(items);
    if (figure.colourBy == QLatin1String("tag"))
        return colourByTag(items);
    if (figure.colourBy == QLatin1String("popularity"))
        return colourByPopularity(items);
    refuse("colour", "category, tag, popularity or, with side=FILE, a column of that table",
           figure.colourBy.toStdString());
}

std::set<int> hiddenOf(const FigureSubject& subject, const ItemColouring& colouring)
{
    std::set<int> hidden;
    const QString given = QString::fromStdString(subject.option("hide"));
    for (const QString& part : given.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        bool valid = false;
        const int entry = part.toInt(&valid);
        if (!valid || entry < 1 || entry > static_cast<int>(colouring.values.size()))
            refuse("hide",
                   "numbers of entries of the legend, 1 to " + std::to_string(colouring.values.size())
                       + ", with commas between",
                   given.toStdString());
        hidden.insert(entry - 1);
    }
    return hidden;
}

/// "left,right,low,high".
std::optional<QRectF> viewOf(const FigureSubject& subject)
{
    const std::string given = subject.option("view");
    if (given.empty())
        return {};
    const QStringList parts = QString::fromStdString(given).split(QLatin1Char(','));
    std::vector<double> bounds;
    for (const QString& part : parts) {
        bool valid = false;
        bounds.push_back(part.toDouble(&valid));
        if (!valid)
            bounds.clear();
    }
    if (bounds.size() != 4 || parts.size() != 4 || bounds[0] >= bounds[1] || bounds[2] >= bounds[3])
        refuse("view", "four numbers left,right,low,high", given);
    return QRectF(QPointF(bounds[0], bounds[2]), QPointF(bounds[1], bounds[3]));
}

MapOverlay overlayOf(const FigureSubject& subject, const FigureAccess& access)
{
    MapOverlay overlay;
    overlay.history = flag(subject, "history");
    overlay.recall = flag(subject, "recall");
    overlay.interest = static_cast<int>(wholeNumber<unsigned>(subject, "interest", 0, 1)) - 1;
    if (subject.user.empty())
        return overlay;
    RecommendJobRequest request;
    request.run = subject.runs.front();
    request.userId = subject.user;
    const auto job = makeRecommendJob(access.store, access.paths, request);
    overlay.user = std::make_shared<const UserExploration>(job.run(access.context));
    return overlay;
}

} // namespace

std::shared_ptr<const MapFigure> loadMap(const FigureSubject& subject, const FigureAccess& access)
{
    auto figure = std::make_shared<MapFigure>();
    const MapParams params = paramsOf(subject);
    figure->view = viewOf(subject);
    const auto job = makeItemMapJob(access.store, access.paths, { subject.runs.front(), params, true });
    const ItemMapAnswer answer = job.run(access.context);
    figure->items = answer.items;
    figure->map = answer.map;
    const std::string usual = answer.items->categories > 0 ? "category" : "popularity";
    figure->colourBy = QString::fromStdString(subject.option("colour", usual));
    figure->sideTable = QString::fromStdString(subject.option("side"));
    figure->colouring = std::make_shared<const ItemColouring>(colouringOf(*figure, access));
    figure->hidden = hiddenOf(subject, *figure->colouring);
    figure->overlay = overlayOf(subject, access);
    return figure;
}

std::map<std::string, std::string> mapOptions(const MapFigure& figure)
{
    const MapParams& params = figure.map->params;
    std::map<std::string, std::string> options { { "projection", mapMethodName(params.method) },
                                                 { "colour", figure.colourBy.toStdString() } };
    if (params.method == MapMethod::Plane) {
        options["first_category"] = std::to_string(params.firstCategory + 1);
        options["second_category"] = std::to_string(params.secondCategory + 1);
    } else if (params.method == MapMethod::Neighbours) {
        options["neighbours"] = std::to_string(params.neighbours);
        options["epochs"] = std::to_string(params.epochs);
        options["seed"] = std::to_string(params.seed);
    }
    if (!figure.sideTable.isEmpty())
        options["side"] = figure.sideTable.toStdString();
    std::string hidden;
    for (const int entry : figure.hidden)
        hidden += (hidden.empty() ? "" : ",") + std::to_string(entry + 1);
    if (!hidden.empty())
        options["hide"] = hidden;
    if (figure.view) {
        const QString view
            = QStringList { tableNumber(figure.view->left()), tableNumber(figure.view->right()),
                            tableNumber(figure.view->top()), tableNumber(figure.view->bottom()) }
                  .join(QLatin1Char(','));
        options["view"] = view.toStdString();
    }
    if (figure.overlay.user) {
        options["history"] = figure.overlay.history ? "yes" : "no";
        options["recall"] = figure.overlay.recall ? "yes" : "no";
        if (figure.overlay.interest >= 0)
            options["interest"] = std::to_string(figure.overlay.interest + 1);
    }
    return options;
}

} // namespace opal
