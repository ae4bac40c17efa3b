// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QByteArray>
#include <QMainWindow>
#include <QStringList>

class QDockWidget;
class QMenu;

namespace opal {

class DockTitleBar;
class EmptyState;
class Panel;
class Theme;

/// How the docks are to be arranged: the panels from left to right, the first one is the front, and the
/// tools.
struct DockLayout
{
    QStringList panels;
    QStringList tools;
};

/// The centre of the window: panels as docks beside each other, tools (inspector, queue) as docks around
/// them. A panel that is shown takes the place of the front panel; one that is opened beside splits it. A
/// closed panel leaves the arrangement, and showing it brings it back: nothing gets lost.
class DockHost final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DockHost)

public:
    explicit DockHost(const Theme& theme, QWidget* parent = nullptr);
    ~DockHost() override;

    /// Panels and tools are closed until shown; ids are unique and name the docks ("dock_<id>") for good.
    /// `make` makes the panel as a child of the widget it is given.
    Panel* addPanel(const std::function<Panel*(QWidget* parent)>& make);
    void addTool(const QString& id, QWidget* tool, std::function<QString()> title, Qt::DockWidgetArea area);

    /// Brings a panel to the front: raises it where it is open, else puts it in the place of the front panel.
    void showPanel(const QString& id);
    /// Splits the front panel and shows this one at its right.
    void openBeside(const QString& id);
    void setToolShown(const QString& id, bool shown);
    bool isOpen(const QString& id) const;
    /// Tears off a docked panel or tool, docks a floating one.
    void toggleFloating(const QString& id);
    void closeDock(const QString& id);

    /// The panel that the activity bar switches; empty while all are closed.
    QString front() const { return m_front; }

    QDockWidget* dock(const QString& id) const;

    /// Everything about the arrangement, with the number of its form.
    QByteArray saveLayout() const;
    /// False, and nothing changes, if the bytes are not of this form.
    bool restoreLayout(const QByteArray& bytes);
    /// Arranges from nothing: no floating windows, no remembered sizes. Ids that do not exist are left out.
    void arrange(const DockLayout& layout);

    void retranslate();

Q_SIGNALS:
    void frontChanged(const QString& id);
    /// Something was opened, closed, moved, torn off or resized.
    void layoutChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Dock
    {
        QString id;
        std::function<QString()> title;
        QDockWidget* widget = nullptr;
        DockTitleBar* bar = nullptr;
        QMenu* beside = nullptr;
        Panel* panel = nullptr; ///< null for a tool
        Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
        bool exposed = false; ///< open and not covered by another tab
    };

    Dock& addDock(QDockWidget* widget, const QString& id, std::function<QString()> title);
    const Dock* find(const QString& id) const;
    QMainWindow& hostOf(const Dock& dock);
    void fillBesideMenu(const Dock& dock);
    void place(const Dock& dock);
    void replaceFront(const Dock& dock);
    void removeAll();
    void setFront(const QString& id);
    void onFocusChanged(const QWidget* now);
    /// Finds the front panel again after one was closed, covered or moved.
    void settle();
    std::vector<const Dock*> dockedPanels() const;

    const Theme& m_theme;
    QMainWindow* m_centre; ///< holds the panels
    EmptyState* m_empty; ///< what is seen while every panel is closed
    std::vector<Dock> m_docks;
    QString m_front;
    bool m_arranging = false;
};

} // namespace opal
