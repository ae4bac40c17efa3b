// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/analysis/claims.h"
#include "core/base/csvfield.h"
#include "core/base/params.h"

namespace opal {

namespace {

std::string csvNumber(double value)
{
    return std::isfinite(value) ? paramText(value) : std::string();
}

std::string escapedHtml(const std::string& text)
{
    std::string result;
    for (const char letter : text)
        switch (letter) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += letter;
        }
    return result;
}

std::string fixedText(double value, const char* format = "%.4f")
{
    if (!std::isfinite(value))
        return "–";
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

const char* verdictClass(ClaimVerdict verdict)
{
    return verdict == ClaimVerdict::Holds ? "holds" : verdict == ClaimVerdict::DoesNotHold ? "fails" : "open";
}

/// The interval as a line with 0 and the margin marked, on the scale of its data set and metric.
std::string intervalDrawing(const Claim& claim, double scale)
{
    constexpr double width = 220;
    constexpr double height = 22;
    const auto x = [scale](double value) {
        return fixedText(width / 2 + std::clamp(value / scale, -1.0, 1.0) * (width / 2 - 6), "%.1f");
    };
    std::string text = "<svg viewBox=\"0 0 220 22\" width=\"220\" height=\"22\" role=\"img\" aria-label=\""
        + fixedText(claim.effect, "%+.4f") + "\">";
    text += "<line class=\"zero\" x1=\"" + x(0) + "\" x2=\"" + x(0) + "\" y1=\"1\" y2=\""
        + fixedText(height - 1, "%.0f") + "\"/>";
    if (std::isfinite(claim.low))
        text += "<line class=\"bar " + std::string(verdictClass(claim.verdict)) + "\" x1=\"" + x(claim.low)
            + "\" x2=\"" + x(claim.high) + "\" y1=\"11\" y2=\"11\"/>";
    if (std::isfinite(claim.effect))
        text += "<circle class=\"" + std::string(verdictClass(claim.verdict)) + "\" cx=\"" + x(claim.effect)
            + "\" cy=\"11\" r=\"4.5\"/>";
    return text + "</svg>";
}

constexpr const char* pageStyle = R"(
:root{--ink:#1c2430;--soft:#5d6878;--line:#dfe4ea;--paper:#fff;--holds:#1f7a4d;--fails:#b3372f;--open:#8a6d1d}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b6;--line:#323b47;--paper:#171c23;--holds:#5cc28f;--fails:#ee8078;--open:#d9b95b}}
body{font:16px/1.55 system-ui,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);max-width:64rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem}h2{font-size:1.3rem;margin:3rem 0 .3rem}h3{font-size:1rem;margin:1.8rem 0 .3rem;color:var(--soft);font-weight:600}
p.lead{color:var(--soft);max-width:46rem}table{border-collapse:collapse;width:100%}
td{border-top:1px solid var(--line);padding:.55rem .8rem .55rem 0;vertical-align:top}td.number{white-space:nowrap;font-variant-numeric:tabular-nums}
td small{color:var(--soft);display:block}.verdict{font-weight:600;white-space:nowrap}
.verdict.holds{color:var(--holds)}.verdict.fails{color:var(--fails)}.verdict.open{color:var(--open)}
svg .zero{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 2}svg .bar{stroke-width:2.5;stroke-linecap:round}
svg .bar.holds{stroke:var(--holds)}svg .bar.fails{stroke:var(--fails)}svg .bar.open{stroke:var(--open)}
svg circle.holds{fill:var(--holds)}svg circle.fails{fill:var(--fails)}svg circle.open{fill:var(--open)}
.tally{display:flex;gap:2rem;margin:1rem 0}.tally b{font-size:1.6rem;display:block}
@media print{body{margin:0;max-width:none}}
)";

std::string claimRow(const Claim& claim, double scale)
{
    std::string text = "<tr><td>" + escapedHtml(claim.text) + "<small>" + escapedHtml(claim.claimed)
        + " against " + escapedHtml(claim.other) + "</small></td>";
    text += "<td class=\"number\">" + fixedText(claim.claimedMean) + "<small>against "
        + fixedText(claim.otherMean) + "</small></td>";
    text += "<td>" + intervalDrawing(claim, scale) + "</td><td class=\"number\">"
        + fixedText(claim.effect, "%+.4f");
    text += "<small>"
        + (std::isfinite(claim.low) ? fixedText(claim.low, "%+.4f") + " to " + fixedText(claim.high, "%+.4f")
                                    : std::string("no interval"));
    text += "</small></td><td class=\"number\">" + std::to_string(claim.seeds)
        + (claim.seeds == 1 ? " seed" : " seeds") + "</td>";
    text += "<td class=\"verdict " + std::string(verdictClass(claim.verdict)) + "\">"
        + claimVerdictName(claim.verdict) + "<small>" + escapedHtml(claim.reason) + "</small></td></tr>\n";
    return text;
}

/// Half the width of all drawings of a data set in one metric.
double scaleOf(const std::vector<Claim>& claims, const Claim& like)
{
    double scale = 0;
    for (const Claim& claim : claims)
        if (claim.dataset == like.dataset && claim.metric == like.metric)
            for (const double value : { claim.effect, claim.low, claim.high })
                if (std::isfinite(value))
                    scale = std::max(scale, std::abs(value));
    return scale > 0 ? scale : 1;
}

std::string tally(const std::vector<Claim>& claims, const std::string& dataset)
{
    std::string text = "<div class=\"tally\">";
    for (const ClaimVerdict verdict :
         { ClaimVerdict::Holds, ClaimVerdict::DoesNotHold, ClaimVerdict::NotDecidable }) {
        const auto count = std::count_if(claims.begin(), claims.end(), [&](const Claim& claim) {
            return claim.dataset == dataset && claim.verdict == verdict;
        });
        text += "<span class=\"verdict " + std::string(verdictClass(verdict)) + "\"><b>"
            + std::to_string(count) + "</b>" + claimVerdictName(verdict) + "</span>";
    }
    return text + "</div>\n";
}

} // namespace

std::string claimValuesCsv(const std::vector<Claim>& claims)
{
    std::string text = "dataset,claim,side,setting,run,name,seed,fixed,metric,value\n";
    for (const Claim& claim : claims) {
        for (const ClaimValue& value : claim.values)
            text += csvField(claim.dataset) + ',' + claim.id + ',' + (value.claimed ? "claimed" : "other")
                + ',' + csvField(value.claimed ? claim.claimed : claim.other) + ',' + csvField(value.run)
                + ',' + csvField(value.name) + ',' + std::to_string(value.seed) + ','
                + (claim.fixed && !value.claimed ? "1" : "0") + ',' + csvField(claim.metric) + ','
                + csvNumber(value.value) + '\n';
        for (const std::string& part : claim.parts)
            text += csvField(claim.dataset) + ',' + claim.id + ",part," + part + ",,,,,,\n";
    }
    return text;
}

std::string claimVerdictsCsv(const std::vector<Claim>& claims)
{
    std::string text = "dataset,claim,metric,claimed,other,claimed_mean,other_mean,effect,low,high,margin,"
                       "seeds,verdict,reason\n";
    for (const Claim& claim : claims)
        text += csvField(claim.dataset) + ',' + claim.id + ',' + csvField(claim.metric) + ','
            + csvField(claim.claimed) + ',' + csvField(claim.other) + ',' + csvNumber(claim.claimedMean) + ','
            + csvNumber(claim.otherMean) + ',' + csvNumber(claim.effect) + ',' + csvNumber(claim.low) + ','
            + csvNumber(claim.high) + ',' + csvNumber(claim.margin) + ',' + std::to_string(claim.seeds) + ','
            + claimVerdictName(claim.verdict) + ',' + csvField(claim.reason) + '\n';
    return text;
}

std::string claimPage(const std::vector<Claim>& claims)
{
    std::string text = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width\">"
                       "<title>The claims of OPAL, one by one</title><style>";
    text += pageStyle;
    text
        += "</style></head><body>\n<h1>The claims of OPAL, one by one</h1>\n"
           "<p class=\"lead\">What the paper claims, against the runs of this study. An effect is the "
           "difference of two means over seeds, its interval Welch's at 95 %. A claim <b>holds</b> if the "
           "whole interval is above 0, <b>does not hold</b> if the whole interval is below 1 % of what it is "
           "compared with, and is <b>not decidable here</b> otherwise. Every number is in "
           "<a href=\"values.csv\">values.csv</a> and <a href=\"verdicts.csv\">verdicts.csv</a>.</p>\n";
    std::string dataset;
    std::string topic;
    bool first = true;
    bool open = false;
    for (const Claim& claim : claims) {
        if (first || claim.dataset != dataset) {
            text += open ? "</table>\n" : "";
            open = false;
            dataset = claim.dataset;
            topic.clear();
            text += "<h2>" + escapedHtml(dataset) + "</h2>\n" + tally(claims, dataset);
        }
        first = false;
        if (claim.topic != topic) {
            text += open ? "</table>\n" : "";
            topic = claim.topic;
            text += "<h3>" + escapedHtml(topic) + " · " + escapedHtml(claim.metric) + "</h3>\n<table>\n";
            open = true;
        }
        text += claimRow(claim, scaleOf(claims, claim));
    }
    text += open ? "</table>\n" : "";
    return text + "</body></html>\n";
}

} // namespace opal
