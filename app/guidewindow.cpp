// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guidewindow.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextList>
#include <QTextTable>

#include "app/guide.h"

namespace opal {

namespace {

constexpr int listWidth = 220;
constexpr int pageMargin = 24;
constexpr int widestPicture = 900;

/// Shows the pictures of the guide in its language and no wider than the page.
class GuideText final : public QTextBrowser
{
public:
    GuideText(const std::function<QString()>& language, QWidget* parent)
        : QTextBrowser(parent)
        , m_language(language)
    {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // else it takes room after pictures were made
        setHorizontalScrollBarPolicy(
            Qt::ScrollBarAlwaysOff); // lines fit, but for a slanted letter's overhang
    }

protected:
    QVariant loadResource(int type, const QUrl& name) override
    {
        return type == QTextDocument::ImageResource ? QVariant(picture(name.toString())) : QVariant();
    }

    /// The document keeps pictures as they were first loaded: they are made anew.
    void resizeEvent(QResizeEvent* event) override
    {
        QTextBrowser::resizeEvent(event);
        if (event->size().width() == event->oldSize().width())
            return;
        for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
            for (auto part = block.begin(); !part.atEnd(); ++part)
                if (const QTextImageFormat format = part.fragment().charFormat().toImageFormat();
                    format.isValid())
                    document()->addResource(QTextDocument::ImageResource, QUrl(format.name()),
                                            picture(format.name()));
        document()->markContentsDirty(0, document()->characterCount());
    }

private:
    /// As sharp as the screen.
    QImage picture(const QString& name) const
    {
        const double scale = devicePixelRatioF();
        const QImage image(guideImage(m_language(), name));
        const int room = std::clamp(viewport()->width() - 2 * pageMargin, 80, widestPicture);
        const int width = std::min(image.width(), static_cast<int>(room * scale));
        QImage shown = width < image.width() ? image.scaledToWidth(width, Qt::SmoothTransformation) : image;
        shown.setDevicePixelRatio(std::max(1.0, static_cast<double>(width) / room));
        return shown;
    }

    const std::function<QString()>& m_language;
};

void setTableLook(QTextTable& table, const QPalette& palette)
{
    QTextTableFormat format = table.format();
    format.setBorderCollapse(true);
    format.setCellSpacing(0);
    format.setCellPadding(6);
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(palette.mid());
    format.setTopMargin(8);
    format.setBottomMargin(8);
    table.setFormat(format);
}

/// Air between the paragraphs, which Markdown comes without.
void setPageLook(QTextDocument& document, const QPalette& palette)
{
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame))
            setTableLook(*table, palette);
    }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (cursor.currentTable())
            continue;
        QTextBlockFormat format = block.blockFormat();
        const bool isHeading = format.headingLevel() > 0;
        const bool isCode = format.hasProperty(QTextFormat::BlockCodeFence);
        format.setTopMargin(isHeading && block.blockNumber() > 0 ? 16 : 0);
        format.setBottomMargin(isCode || block.textList() ? 2 : 8);
        format.setNonBreakableLines(false); // one long line of code would move the whole page sideways
        const bool isPicture
            = !block.begin().atEnd() && block.begin().fragment().charFormat().toImageFormat().isValid();
        format.setLineHeight(isPicture ? 100 : isCode ? 110 : 125, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
    }
}

QStringList wordsOf(const QString& query)
{
    return query.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
}

} // namespace

GuideWindow::GuideWindow(std::function<QString()> language, QStringList pages, QWidget* parent)
    : QDialog(parent, Qt::Window)
    , m_language(std::move(language))
    , m_known(std::move(pages))
    , m_search(new QLineEdit(this))
    , m_pages(new QListWidget(this))
    , m_nothing(new QLabel(this))
    , m_back(new QPushButton(this))
    , m_forward(new QPushButton(this))
    , m_text(new GuideText(m_language, this))
{
    setupUi();
    connectSignals();
    retranslate();
    resize(1040, 720);
}

void GuideWindow::setupUi()
{
    setObjectName(QStringLiteral("guide"));
    m_search->setObjectName(QStringLiteral("guideSearch"));
    m_search->setClearButtonEnabled(true);
    m_pages->setObjectName(QStringLiteral("guidePages"));
    m_nothing->setObjectName(QStringLiteral("guideNothing"));
    m_nothing->setProperty("role", QStringLiteral("secondary"));
    m_nothing->setWordWrap(true);
    m_back->setObjectName(QStringLiteral("guideBack"));
    m_forward->setObjectName(QStringLiteral("guideForward"));
    m_text->setObjectName(QStringLiteral("guideText"));
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(pageMargin);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addWidget(m_forward);
    auto* side = new QWidget(this);
    side->setFixedWidth(listWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_search);
    column->addWidget(m_nothing);
    column->addWidget(m_pages, 1);
    column->addLayout(buttons);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(side);
    layout->addWidget(m_text, 1);
}

void GuideWindow::connectSignals()
{
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        fillPages();
        markFound();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_pages->count() > 0 && !m_pages->currentItem())
            m_pages->setCurrentRow(0);
    });
    connect(m_pages, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item)
            showPage(item->data(Qt::UserRole).toString());
    });
    connect(m_text, &QTextBrowser::anchorClicked, this, &GuideWindow::follow);
    connect(m_back, &QPushButton::clicked, this, [this] { go(-1); });
    connect(m_forward, &QPushButton::clicked, this, [this] { go(1); });
    for (QPushButton* button : { m_back, m_forward })
        button->setAutoDefault(false);
}

void GuideWindow::retranslate()
{
    setWindowTitle(tr("Guide"));
    m_search->setPlaceholderText(tr("Search the guide"));
    m_search->setAccessibleName(tr("Search the guide"));
    m_pages->setAccessibleName(tr("Pages of the guide"));
    m_text->setAccessibleName(tr("Page of the guide"));
    m_nothing->setText(tr("No page holds these words."));
    m_back->setText(tr("Back"));
    m_back->setAccessibleName(tr("Back to the page before"));
    m_forward->setText(tr("Forward"));
    m_forward->setAccessibleName(tr("Forward to the next page"));
    fillPages();
    if (!m_page.isEmpty())
        load();
}

void GuideWindow::fillPages()
{
    const QSignalBlocker blocker(m_pages);
    const QString language = m_language();
    m_pages->clear();
    for (const QString& page : searchGuide(language, m_known, m_search->text())) {
        auto* item = new QListWidgetItem(guideTitle(language, page), m_pages);
        item->setData(Qt::UserRole, page);
        item->setSizeHint({ 0, 28 });
        if (page == m_page)
            m_pages->setCurrentItem(item);
    }
    m_nothing->setVisible(m_pages->count() == 0);
}

void GuideWindow::showPage(const QString& page)
{
    const QString wanted = m_known.contains(page) ? page : m_known.front();
    if (wanted != m_page) {
        m_visited.resize(m_place + 1);
        m_visited << wanted;
        ++m_place;
    }
    m_page = wanted;
    load();
}

void GuideWindow::go(int step)
{
    m_place = std::clamp(m_place + step, 0, static_cast<int>(m_visited.size()) - 1);
    m_page = m_visited[m_place];
    load();
}

void GuideWindow::load()
{
    m_text->setMarkdown(guideText(m_language(), m_page));
    setPageLook(*m_text->document(), palette());
    m_text->verticalScrollBar()->setValue(0);
    m_back->setEnabled(m_place > 0);
    m_forward->setEnabled(m_place + 1 < m_visited.size());
    {
        const QSignalBlocker blocker(m_pages);
        for (int row = 0; row < m_pages->count(); ++row) {
            if (m_pages->item(row)->data(Qt::UserRole).toString() == m_page)
                m_pages->setCurrentRow(row);
        }
    }
    markFound();
}

/// Highlights the words of the search and shows the first of them.
void GuideWindow::markFound()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString& word : wordsOf(m_search->text())) {
        QTextCursor cursor(m_text->document());
        while (!(cursor = m_text->document()->find(word, cursor)).isNull()) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = cursor;
            mark.format.setBackground(palette().highlight());
            mark.format.setForeground(palette().highlightedText());
            marks << mark;
        }
    }
    m_text->setExtraSelections(marks);
    if (marks.isEmpty())
        return;
    const auto first = std::min_element(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
        return a.cursor.position() < b.cursor.position();
    });
    QTextCursor start = first->cursor;
    start.clearSelection();
    m_text->setTextCursor(start);
    m_text->ensureCursorVisible();
}

void GuideWindow::follow(const QUrl& link)
{
    QString page = link.path();
    page.remove(QStringLiteral(".md"));
    if (m_known.contains(page))
        showPage(page);
}

void GuideWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace opal
