// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include "app/application.h"
#include "app/guide.h"
#include "app/guidewindow.h"
#include "app/help.h"
#include "app/language.h"
#include "app/mainwindow.h"
#include "app/panelregistry.h"
#include "app/tour.h"
#include "tests/support/findwidget.h"
#include "tests/support/testprogram.h"
#include "views/shell/panel.h"

using namespace opal;

namespace {

QStringList languages()
{
    QStringList keys;
    for (const LanguageEntry& entry : Language::available())
        keys << entry.key;
    return keys;
}

/// The real window on an empty workspace of its own.
struct GuideStudio
{
    GuideStudio()
        : application({ folder.path() })
        , window(application.window())
    {
        window.resize(1280, 800);
        window.show();
    }

    GuideWindow& openGuide()
    {
        window.actions().find(QStringLiteral("help.guide"))->trigger();
        auto* guide = window.findChild<GuideWindow*>();
        if (!guide)
            qFatal("the guide does not open");
        return *guide;
    }

    Tour& startTour()
    {
        window.actions().find(QStringLiteral("help.tour"))->trigger();
        auto* tour = window.findChild<Tour*>();
        if (!tour)
            qFatal("the tour does not start");
        return *tour;
    }

    QTemporaryDir folder;
    Application application;
    MainWindow& window;
};

} // namespace

class TestGuide final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyPageIsThereInEveryLanguage()
    {
        for (const QString& language : languages()) {
            for (const QString& page : guidePages()) {
                const QString text = guideText(language, page);
                QVERIFY2(text.size() > 100, qPrintable(language + u' ' + page));
                QVERIFY2(text.startsWith(QStringLiteral("# ")), qPrintable(page));
                QVERIFY(!guideTitle(language, page).isEmpty());
            }
        }
        QVERIFY(guideText(languages().front(), QStringLiteral("nothing")).isEmpty());
    }

    void everyLinkLeadsToAPage()
    {
        static const QRegularExpression link(QStringLiteral("\\]\\(([a-z]+)\\.md\\)"));
        for (const QString& language : languages()) {
            for (const QString& page : guidePages()) {
                auto links = link.globalMatch(guideText(language, page));
                while (links.hasNext()) {
                    const QString target = links.next().captured(1);
                    QVERIFY2(guidePages().contains(target), qPrintable(page + QStringLiteral(": ") + target));
                }
            }
        }
    }

    void everyPictureIsThere()
    {
        static const QRegularExpression picture(QStringLiteral("!\\[[^\\]]+\\]\\(([^)]+)\\)"));
        int pictures = 0;
        for (const QString& language : languages()) {
            for (const QString& page : guidePages()) {
                QFile file(guideImage(language, page + QStringLiteral(".md")));
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
                auto found = picture.globalMatch(QString::fromUtf8(file.readAll()));
                for (; found.hasNext(); ++pictures) {
                    const QString name = guideImage(language, found.next().captured(1));
                    QVERIFY2(QFile::exists(name), qPrintable(name));
                }
            }
        }
        QVERIFY(pictures > 20);
    }

    void everyPanelHasAPage()
    {
        GuideStudio studio;
        QStringList ids;
        for (const Panel* panel : studio.window.findChildren<Panel*>())
            ids << panel->id();
        QStringList pages = guidePanelPages();
        ids.sort();
        pages.sort();
        QCOMPARE(pages, ids); // a row of the table names its panel rightly
        for (const QString& language : languages())
            for (const QString& page : guidePages())
                QVERIFY2(!guideText(language, page).isEmpty(),
                         qPrintable(language % QLatin1Char('/') % page));
    }

    void everyPanelHasAKeyOfItsOwn()
    {
        QSet<QString> keys;
        for (qsizetype place = 0; place < 20; ++place)
            for (const Qt::KeyboardModifiers modifiers :
                 { Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::AltModifier })
                keys << panelKey(modifiers, place).toString();
        QCOMPARE(keys.size(), 40);
        QVERIFY(panelKey(Qt::ControlModifier, 20).isEmpty());
    }

    void everyMetricIsDefined()
    {
        for (const QString& language : languages()) {
            const QString text = guideText(language, QStringLiteral("metrics"));
            for (const char* name : { "Recall@K", "HitRate@K", "NDCG@K", "Precision@K", "MRR@K", "Coverage@K",
                                      "Gini@K", "SPPMI" })
                QVERIFY2(text.contains(QLatin1String(name)), name);
        }
    }

    void f1OpensThePageOfThePanelInFront()
    {
        GuideStudio studio;
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        for (const char* id : { "data", "runs", "interests" }) {
            studio.window.showPanel(QLatin1String(id));
            studio.window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&studio.window));
            QTest::keyClick(&studio.window, Qt::Key_F1);
            auto* guide = studio.window.findChild<GuideWindow*>();
            QTRY_VERIFY(guide && guide->isVisible());
            QCOMPARE(guide->page(), QString::fromLatin1(id));
        }
    }

    void pagesAreChosenSearchedAndFollowed()
    {
        GuideStudio studio;
        GuideWindow& guide = studio.openGuide();
        QTRY_VERIFY(guide.isVisible());
        QCOMPARE(guide.page(), QStringLiteral("welcome"));
        auto& pages = find<QListWidget>(guide, u"guidePages");
        const int all = pages.count();
        QVERIFY(all >= guidePages().size() - guidePanelPages().size() + 4);
        auto& text = find<QTextBrowser>(guide, u"guideText");
        QVERIFY(text.toPlainText().contains(QStringLiteral("First steps")));

        pages.setFocus();
        QTest::keyClick(&pages, Qt::Key_Down);
        QCOMPARE(guide.page(), QStringLiteral("data"));
        Q_EMIT text.anchorClicked(QUrl(QStringLiteral("metrics.md")));
        QCOMPARE(guide.page(), QStringLiteral("metrics"));
        auto& back = find<QPushButton>(guide, u"guideBack");
        auto& forward = find<QPushButton>(guide, u"guideForward");
        QTest::mouseClick(&back, Qt::LeftButton);
        QCOMPARE(guide.page(), QStringLiteral("data"));
        QTest::mouseClick(&forward, Qt::LeftButton);
        QCOMPARE(guide.page(), QStringLiteral("metrics"));
        QVERIFY(!forward.isEnabled());

        auto& search = find<QLineEdit>(guide, u"guideSearch");
        QTest::keyClicks(&search, QStringLiteral("fingerprint leak"));
        QTRY_COMPARE(pages.count(), 1);
        QTest::keyClick(&search, Qt::Key_Return);
        QCOMPARE(guide.page(), QStringLiteral("data"));
        QVERIFY(text.extraSelections().size() > 2);
        search.clear();
        QTest::keyClicks(&search, QStringLiteral("qwertyuiop"));
        QVERIFY(find<QLabel>(guide, u"guideNothing").isVisible());
        QCOMPARE(pages.count(), 0);
        search.clear();
        QCOMPARE(pages.count(), all);
    }

    /// Pictures are those of the language and, like all else, no wider than the page.
    void pagesFitTheWindow()
    {
        QString language;
        GuideWindow guide([&language] { return language; }, guidePages());
        auto& text = find<QTextBrowser>(guide, u"guideText");
        constexpr int overhang = 1; // of the slanted last letter of a line
        int pictures = 0;
        for (const QString& shown : languages()) {
            language = shown;
            for (const int width : { 1040, 700, 1400 }) {
                guide.resize(width, 720);
                guide.show();
                for (const QString& page : guidePages()) {
                    guide.showPage(page);
                    QVERIFY2(text.horizontalScrollBar()->maximum() <= overhang,
                             qPrintable(QStringLiteral("%1 %2 at %3: %4 pixels too wide")
                                            .arg(language, page)
                                            .arg(width)
                                            .arg(text.horizontalScrollBar()->maximum())));
                    for (QTextBlock block = text.document()->begin(); block.isValid(); block = block.next()) {
                        for (auto part = block.begin(); !part.atEnd(); ++part) {
                            const auto format = part.fragment().charFormat().toImageFormat();
                            if (!format.isValid())
                                continue;
                            ++pictures;
                            const QImage image(guideImage(language, format.name()));
                            const auto drawn
                                = text.document()
                                      ->resource(QTextDocument::ImageResource, QUrl(format.name()))
                                      .value<QImage>();
                            QVERIFY2(!image.isNull(), qPrintable(format.name()));
                            QCOMPARE(drawn, image.scaledToWidth(drawn.width(), Qt::SmoothTransformation));
                            QVERIFY(drawn.width() <= text.viewport()->width());
                        }
                    }
                }
            }
        }
        QVERIFY(pictures >= 60);
    }

    void theLanguageChangesTheOpenPage()
    {
        QString language = languages().front();
        GuideWindow guide([&language] { return language; }, guidePages());
        guide.show();
        guide.showPage(QStringLiteral("data"));
        auto& text = find<QTextBrowser>(guide, u"guideText");
        QVERIFY(text.toPlainText().contains(QStringLiteral("Import a log")));
        language = languages().back();
        QEvent change(QEvent::LanguageChange);
        QApplication::sendEvent(&guide, &change);
        QVERIFY(text.toPlainText().contains(QStringLiteral("导入日志")));
        QCOMPARE(guide.page(), QStringLiteral("data"));
        QCOMPARE(Language::resolved(QStringLiteral("zh_CN")), QStringLiteral("zh_CN"));
    }

    void theTourIsOfferedOnceAndReplayed()
    {
        GuideStudio studio;
        studio.window.help().offerTour();
        auto* tour = studio.window.findChild<Tour*>();
        QVERIFY(tour && tour->isVisible());
        QCOMPARE(Tour::stepCount(), 5);
        auto& next = find<QPushButton>(*tour, u"tourNext");
        auto& title = find<QLabel>(*tour, u"tourTitle");
        QStringList titles;
        for (int step = 0; step < 5; ++step) {
            QCOMPARE(tour->step(), step);
            QVERIFY(!titles.contains(title.text()));
            titles << title.text();
            if (step == 1) {
                QTRY_VERIFY(studio.window.currentPanel());
                QCOMPARE(studio.window.currentPanel()->id(), QStringLiteral("diversity"));
            }
            QTest::mouseClick(&next, Qt::LeftButton);
        }
        QVERIFY(!tour->isVisible());
        studio.window.help().offerTour();
        QVERIFY(!tour->isVisible());
        studio.startTour();
        QVERIFY(tour->isVisible());
        QCOMPARE(tour->step(), 0);
    }

    void theTourCanBeSkippedAndWalkedBack()
    {
        GuideStudio studio;
        Tour& tour = studio.startTour();
        auto& back = find<QPushButton>(tour, u"tourBack");
        QVERIFY(!back.isEnabled());
        QTest::keyClick(&find<QPushButton>(tour, u"tourNext"), Qt::Key_Space);
        QCOMPARE(tour.step(), 1);
        QTest::mouseClick(&back, Qt::LeftButton);
        QCOMPARE(tour.step(), 0);
        QTest::mouseClick(&find<QPushButton>(tour, u"tourSkip"), Qt::LeftButton);
        QVERIFY(!tour.isVisible());
        studio.window.help().offerTour();
        QVERIFY(!tour.isVisible());
        studio.startTour();
        QTest::keyClick(&tour, Qt::Key_Escape);
        QVERIFY(!tour.isVisible());
    }
};

OPAL_TEST(TestGuide)
#include "tst_guide.moc"
