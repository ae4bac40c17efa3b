// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTextBrowser;

namespace opal {

/// The manual: pages on the left, a search over all of them, the page on the right. Stays open beside the
/// studio.
class GuideWindow final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GuideWindow)

public:
    /// `language` tells the language of the pages, "en" or "zh_CN"; `pages` are those of guidePages() to
    /// show.
    GuideWindow(std::function<QString()> language, QStringList pages, QWidget* parent = nullptr);

    /// The first page if there is none of that name.
    void showPage(const QString& page);

    QString page() const { return m_page; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupUi();
    void connectSignals();
    void retranslate();
    void fillPages();
    void load();
    void follow(const QUrl& link);
    void go(int step);
    void markFound();

    std::function<QString()> m_language;
    QStringList m_known;
    QString m_page;
    QStringList m_visited;
    int m_place = -1; ///< in m_visited

    QLineEdit* m_search;
    QListWidget* m_pages;
    QLabel* m_nothing;
    QPushButton* m_back;
    QPushButton* m_forward;
    QTextBrowser* m_text;
};

} // namespace opal
