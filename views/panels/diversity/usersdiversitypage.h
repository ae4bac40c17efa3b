// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "views/figures/usersdiversityfigure.h"
#include "views/plot/picture.h"
#include "views/shell/ask.h"
#include "views/shell/panel.h"
#include "views/shell/panelcontext.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTableWidget;

namespace opal {

class EmptyState;
struct DiversityJobRequest;

/// Diversity of a set of users under one or two runs: mean blocks, histograms, and the groups of users
/// beside. Long, so it is computed when asked.
class UsersDiversityPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UsersDiversityPage)

public:
    explicit UsersDiversityPage(const PanelContext& context, QWidget* parent = nullptr);

    /// What is asked next: one request a run. What is shown stays until another answer comes, unless the runs
    /// are others.
    void setRequests(std::vector<DiversityJobRequest> requests);
    void retranslate();

    std::vector<FigureRequest> figures() const { return m_picture->figures(); }

    const UsersDiversity& shown() const { return m_users; }

Q_SIGNALS:
    void failed(opal::ErrorCode code, const QString& detail);

private:
    using Sides = std::vector<std::shared_ptr<const AverageDiversity>>;

    void setupUi();
    QWidget* makeContent();
    void connectSignals();
    UserSet chosenSet() const;
    void compute();
    void takeSides(Sides sides);
    void draw();
    void updateState();
    void fillGroups();
    void copyGroups();
    QString cellText(const QPoint& position) const;

    PanelContext m_context;
    Ask<Sides> m_ask; ///< the sides in the order of the requests
    std::vector<DiversityJobRequest> m_requests;
    UsersDiversity m_users;
    QLabel* m_setLabel = nullptr;
    QComboBox* m_set = nullptr;
    QSpinBox* m_count = nullptr;
    QLineEdit* m_ids = nullptr;
    QPushButton* m_compute = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    Picture* m_picture = nullptr;
    QLabel* m_groupsHeading = nullptr;
    QPushButton* m_copy = nullptr;
    QTableWidget* m_groups = nullptr;
};

} // namespace opal
