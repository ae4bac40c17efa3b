// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include "core/results/runrecord.h"
#include "core/store/runcodec.h"

namespace opal {

/// Adds `count` tested runs to an existing store in one transaction: creating each for itself would wait for
/// the disk each time.
inline void fillStore(const QString& file, int count)
{
    const QString name = QStringLiteral("fill");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QVERIFY(database.transaction());
        QSqlQuery query(database);
        QVERIFY(query.prepare(QStringLiteral(
            "INSERT INTO run(id, name, model, dataset_name, dataset_hash, dataset_path, state, created_ms, "
            "params, seed, stage, step, best, test) VALUES (?,?,?,?,?,?,'finished',?,?,?,'hard',1000,?,?)")));
        for (int run = 0; run < count; ++run) {
            const std::string interests = std::to_string(1 << (run % 5));
            const std::string seed = std::to_string(run / 5 % 4 + 1);
            const double recall = 0.1 + (run * 7919 % 2000) / 5000.0;
            MetricSet test;
            test.users = 1000;
            test.values["recall"] = { { 50, recall / 3 }, { 100, recall / 2 }, { 200, recall } };
            test.values["hit_rate"] = { { 50, recall / 2 }, { 100, recall }, { 200, recall * 1.2 } };
            query.addBindValue(QStringLiteral("run-%1").arg(run));
            query.addBindValue(QStringLiteral("run %1").arg(run));
            query.addBindValue(run % 3 == 0 ? QStringLiteral("mind") : QStringLiteral("opal"));
            query.addBindValue(run % 2 == 0 ? QStringLiteral("wechat") : QStringLiteral("takatak"));
            query.addBindValue(run % 2 == 0 ? QStringLiteral("aa") : QStringLiteral("bb"));
            query.addBindValue(QStringLiteral("/data/x"));
            query.addBindValue(1'700'000'000'000LL + run);
            query.addBindValue(QString::fromStdString(encodeParams({ { "interests", interests },
                                                                     { "seed", seed },
                                                                     { "dim", "64" },
                                                                     { "learning_rate", "0.001" } })));
            query.addBindValue(QString::fromStdString(seed));
            query.addBindValue(
                QString::fromStdString(encodeBest({ { "hard", 14 } }, { { "hard", recall } })));
            query.addBindValue(QString::fromStdString(encodeMetrics(test)));
            QVERIFY(query.exec());
        }
        QVERIFY(query.exec(QStringLiteral("UPDATE change SET number=number+1")));
        QVERIFY(database.commit());
        database.close();
    }
    QSqlDatabase::removeDatabase(name);
}

} // namespace opal
