// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/results/userchoice.h"
#include "views/shell/figure.h"
#include "views/shell/literals.h"

class QCustomPlot;

namespace opal {

struct PlotTheme;

/// A figure that a panel shows now: its key in the figure table and how to draw it again anywhere, for File >
/// Export figure. Made by figureRequest() (views/figures/figureregistry.h).
struct FigureRequest
{
    QString key; ///< stable, e.g. "loss"
    QString title; ///< translated
    std::function<void(QCustomPlot&, const PlotTheme&)> draw; ///< on an empty plot
    std::function<FigureTable()> table = {}; ///< the numbers behind it
    std::function<QString()> summary = {}; ///< one sentence, translated
    FigureSubject subject = {}; ///< what it is about
    std::optional<UserChoice> choice = {}; ///< how its user was chosen, where that was its own doing
};

/// One page of the window. A panel reads and sets the Workspace and never knows another panel.
/// It is built empty, with a PanelContext; all texts are set in retranslate(), which is also called on a
/// change of language.
class Panel : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Panel)

public:
    explicit Panel(QWidget* parent = nullptr);
    ~Panel() override;

    /// Stable key, e.g. "data"; also the object name and the name of its icon.
    virtual QString id() const = 0;
    /// Translated word under the icon of the activity bar.
    virtual QString title() const = 0;
    /// Sets every text again.
    virtual void retranslate() = 0;
    /// What can be exported now; empty while nothing is shown.
    virtual std::vector<FigureRequest> figures() const;

Q_SIGNALS:
    void exportRequested(const QString& figure); ///< key of one of figures()

protected:
    /// Calls retranslate() on QEvent::LanguageChange.
    void changeEvent(QEvent* event) override;
};

} // namespace opal
