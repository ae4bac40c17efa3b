<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CellText</name>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>A value is out of range</source>
        <translation>数值超出范围</translation>
    </message>
    <message>
        <source>Choose a value within the range that is named below the field or in the help.</source>
        <translation>请在输入框下方或帮助中注明的范围内取值。</translation>
    </message>
    <message>
        <source>There is no such name</source>
        <translation>没有这个名称</translation>
    </message>
    <message>
        <source>Check the spelling; the nearest known name is given.</source>
        <translation>请检查拼写；已给出最接近的已知名称。</translation>
    </message>
    <message>
        <source>The configuration was refused</source>
        <translation>配置未被接受</translation>
    </message>
    <message>
        <source>Correct the named key and start again; nothing has been changed.</source>
        <translation>请更正所指出的键后重新开始；没有任何内容被更改。</translation>
    </message>
    <message>
        <source>The data cannot be used</source>
        <translation>数据无法使用</translation>
    </message>
    <message>
        <source>Check that it is the right file and that its preset and columns fit.</source>
        <translation>请检查文件是否正确，以及格式和各列是否匹配。</translation>
    </message>
    <message>
        <source>The checkpoint cannot be used</source>
        <translation>检查点无法使用</translation>
    </message>
    <message>
        <source>Train the run again, or import it again from where it was exported.</source>
        <translation>请重新训练该运行，或从导出位置重新导入。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Check the name and the workspace.</source>
        <translation>请检查名称和工作区。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>Check that it exists and that you may read it.</source>
        <translation>请检查文件是否存在，以及您是否有读取权限。</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>无法写入文件</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions and the free space, or choose another place.</source>
        <translation>请检查文件夹的权限和剩余空间，或另选位置。</translation>
    </message>
    <message>
        <source>Written by a newer version</source>
        <translation>由更新的版本写入</translation>
    </message>
    <message>
        <source>Update OPAL Studio, or choose another file or workspace.</source>
        <translation>请更新 OPAL Studio，或选择其他文件或工作区。</translation>
    </message>
    <message>
        <source>The workspace is in use</source>
        <translation>工作区正在使用中</translation>
    </message>
    <message>
        <source>Wait until the other program has finished, then try again.</source>
        <translation>请等待另一个程序结束后重试。</translation>
    </message>
    <message>
        <source>The training diverged</source>
        <translation>训练发散</translation>
    </message>
    <message>
        <source>Lower the learning rate or the weight of the named term and train again.</source>
        <translation>请降低学习率或所指出损失项的权重，然后重新训练。</translation>
    </message>
    <message>
        <source>The run store reported an error</source>
        <translation>运行存储库报告错误</translation>
    </message>
    <message>
        <source>Check the free space and the permissions of the workspace folder.</source>
        <translation>请检查工作区文件夹的剩余空间和权限。</translation>
    </message>
    <message>
        <source>Not possible on this machine</source>
        <translation>本机不支持此操作</translation>
    </message>
    <message>
        <source>Choose another setting; the detail names what is missing.</source>
        <translation>请选择其他设置；详细信息中说明了缺少的内容。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>发生意外错误</translation>
    </message>
    <message>
        <source>Please report it with the detail below; your runs are safe.</source>
        <translation>请附上以下详细信息进行反馈；您的运行不受影响。</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>tabs</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>commas</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>semicolons</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>spaces</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
</context>
<context>
    <name>Importers</name>
    <message>
        <source>OPAL sequences</source>
        <translation>OPAL 序列</translation>
    </message>
    <message>
        <source>The paper&apos;s own form, pos_seqs.txt: one line a user and day, &apos;user,day,item,item,...&apos;.</source>
        <translation>论文自用的格式 pos_seqs.txt：每个用户每天一行，形如 user,day,item,item,...。</translation>
    </message>
    <message>
        <source>KuaiRand</source>
        <translation>KuaiRand</translation>
    </message>
    <message>
        <source>Logs of kuairand.com: choose all log_*.csv files; the side table is video_features_basic_*.csv.</source>
        <translation>kuairand.com 的日志：请选择所有 log_*.csv 文件；附加表为 video_features_basic_*.csv。</translation>
    </message>
    <message>
        <source>WeChat Channels 2021</source>
        <translation>微信视频号 2021</translation>
    </message>
    <message>
        <source>WeChat Big Data Challenge 2021: choose user_action.csv; the side table is feed_info.csv.</source>
        <translation>2021 微信大数据挑战赛：请选择 user_action.csv；附加表为 feed_info.csv。</translation>
    </message>
    <message>
        <source>KuaiRec</source>
        <translation>KuaiRec</translation>
    </message>
    <message>
        <source>Logs of kuairec.com: choose big_matrix.csv or small_matrix.csv; the side table is item_categories.csv.</source>
        <translation>kuairec.com 的日志：请选择 big_matrix.csv 或 small_matrix.csv；附加表为 item_categories.csv。</translation>
    </message>
    <message>
        <source>MicroLens</source>
        <translation>MicroLens</translation>
    </message>
    <message>
        <source>Choose *_pairs.csv (with times) or *_pairs.tsv (order only); the side table is *_titles.csv.</source>
        <translation>请选择 *_pairs.csv（含时间）或 *_pairs.tsv（仅有顺序）；附加表为 *_titles.csv。</translation>
    </message>
    <message>
        <source>Tenrec</source>
        <translation>Tenrec</translation>
    </message>
    <message>
        <source>Choose QB-video.csv or QK-video.csv; rows are in time order within a user.</source>
        <translation>请选择 QB-video.csv 或 QK-video.csv；同一用户的行按时间排序。</translation>
    </message>
    <message>
        <source>MovieLens</source>
        <translation>MovieLens</translation>
    </message>
    <message>
        <source>Choose ratings.csv, ratings.dat or u.data; the side table is movies.csv.</source>
        <translation>请选择 ratings.csv、ratings.dat 或 u.data；附加表为 movies.csv。</translation>
    </message>
    <message>
        <source>RecBole</source>
        <translation>RecBole</translation>
    </message>
    <message>
        <source>Atomic files: choose *.inter; the side table is *.item.</source>
        <translation>原子文件：请选择 *.inter；附加表为 *.item。</translation>
    </message>
    <message>
        <source>SASRec pairs</source>
        <translation>SASRec 二元组</translation>
    </message>
    <message>
        <source>&apos;user item&apos; a line, in time order.</source>
        <translation>每行为“user item”，按时间排序。</translation>
    </message>
    <message>
        <source>S3-Rec sequences</source>
        <translation>S3-Rec 序列</translation>
    </message>
    <message>
        <source>&apos;user item item ...&apos; a line, in time order.</source>
        <translation>每行为“user item item ...”，按时间排序。</translation>
    </message>
    <message>
        <source>ComiRec triples</source>
        <translation>ComiRec 三元组</translation>
    </message>
    <message>
        <source>&apos;user,item,time&apos; a line, without header.</source>
        <translation>每行为“user,item,time”，无表头。</translation>
    </message>
    <message>
        <source>Any table</source>
        <translation>任意表格</translation>
    </message>
    <message>
        <source>Delimited text with one interaction a line; delimiter, header and columns are guessed and can be mapped.</source>
        <translation>每行一次交互的分隔文本；分隔符、表头和各列会自动猜测，也可以手动指定。</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Making the demo log</source>
        <translation>正在生成演示日志</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>filtering</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>drawing interactions</source>
        <translation>生成交互</translation>
    </message>
</context>
<context>
    <name>LossTerms</name>
    <message>
        <source>Total</source>
        <translation>总损失</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>主损失</translation>
    </message>
    <message>
        <source>Uniqueness</source>
        <translation>唯一性</translation>
    </message>
    <message>
        <source>Orthogonality</source>
        <translation>正交性</translation>
    </message>
    <message>
        <source>Uniformity</source>
        <translation>均匀性</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Objective (OPAL)</source>
        <translation>目标函数（OPAL）</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Interests (K)</source>
        <translation>兴趣数 (K)</translation>
    </message>
    <message>
        <source>How many interest vectors every user gets; the paper tries 1, 2, 4, 8 and 16.</source>
        <translation>每个用户的兴趣向量个数；论文中尝试了 1、2、4、8 和 16。</translation>
    </message>
    <message>
        <source>Dimension (d)</source>
        <translation>维度 (d)</translation>
    </message>
    <message>
        <source>Length of the item and interest vectors.</source>
        <translation>物品向量和兴趣向量的长度。</translation>
    </message>
    <message>
        <source>History length (L)</source>
        <translation>历史长度 (L)</translation>
    </message>
    <message>
        <source>Only the most recent items of a history, up to this many, are read.</source>
        <translation>只读取历史中最近的物品，最多为此数目。</translation>
    </message>
    <message>
        <source>Temperature (ε)</source>
        <translation>温度 (ε)</translation>
    </message>
    <message>
        <source>Sharpness of the assignment to categories and of the main loss; smaller is sharper.</source>
        <translation>类别分配和主损失的锐度；值越小越尖锐。</translation>
    </message>
    <message>
        <source>Orthogonality (λo)</source>
        <translation>正交性 (λo)</translation>
    </message>
    <message>
        <source>Weight of the term that keeps the hyper-categories apart; 0 is ablation B.</source>
        <translation>使各超类别相互分离的损失项的权重；0 即消融 B。</translation>
    </message>
    <message>
        <source>Uniformity (λf)</source>
        <translation>均匀性 (λf)</translation>
    </message>
    <message>
        <source>Weight of the term that keeps the hyper-categories equally full; 0 is ablation C.</source>
        <translation>使各超类别容量均衡的损失项的权重；0 即消融 C。</translation>
    </message>
    <message>
        <source>Uniqueness (λq)</source>
        <translation>唯一性 (λq)</translation>
    </message>
    <message>
        <source>Weight of the term that gives each item one category in the hard stage; 0 is ablation A.</source>
        <translation>在硬阶段（微调）使每个物品只属于一个类别的损失项的权重；0 即消融 A。</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>训练阶段</translation>
    </message>
    <message>
        <source>Soft pre-training and hard fine-tuning, or one of them alone (ablations D and E).</source>
        <translation>软阶段（预训练）和硬阶段（微调），或只用其中之一（消融 D 和 E）。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>预测目标</translation>
    </message>
    <message>
        <source>What is predicted: any item after the cut, or the next one (ablation F).</source>
        <translation>预测什么：切分点之后的任一物品，或下一个物品（消融 F）。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Users per step, and as many shared negatives.</source>
        <translation>每步的用户数，共享负样本数与之相同。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Step size of Adam.</source>
        <translation>Adam 的步长。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>L2 penalty inside Adam; the lazy optimiser applies it to the rows of the step only.</source>
        <translation>Adam 内的 L2 惩罚；惰性优化器只将其用于当前步涉及的行。</translation>
    </message>
    <message>
        <source>Steps per epoch</source>
        <translation>每轮步数</translation>
    </message>
    <message>
        <source>Optimiser steps between two evaluations on the validation day.</source>
        <translation>验证日上两次评估之间的优化步数。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>早停耐心</translation>
    </message>
    <message>
        <source>A stage ends after this many evaluations without a better Recall@200.</source>
        <translation>召回率@200 连续这么多次评估没有提升，该阶段即结束。</translation>
    </message>
    <message>
        <source>Most epochs</source>
        <translation>最大轮数</translation>
    </message>
    <message>
        <source>A stage ends after this many epochs at the latest; 0 means no limit.</source>
        <translation>每个阶段最多训练的轮数；0 表示不限。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Same seed, data, settings and machine give the same numbers.</source>
        <translation>随机种子、数据、设置和机器相同，结果即相同。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Lazy Adam moves only the item rows of the step; dense Adam moves all of them, as the released code does.</source>
        <translation>惰性 Adam 只更新当前步涉及的物品行；稠密 Adam 更新全部行，与公开代码一致。</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>计算内核</translation>
    </message>
    <message>
        <source>Fused CPU kernels, or the plain LibTorch form that defines the model; the numbers agree within rounding.</source>
        <translation>融合的 CPU 内核，或定义模型的普通 LibTorch 实现；两者的数值在舍入误差内一致。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Processor threads to use; 0 means all cores.</source>
        <translation>使用的处理器线程数；0 表示全部核心。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where to train: cpu, or cuda:0 and so on where LibTorch has CUDA.</source>
        <translation>训练所用的设备：cpu，或在 LibTorch 支持 CUDA 时使用 cuda:0 等。</translation>
    </message>
    <message>
        <source>Unit interests</source>
        <translation>单位化兴趣</translation>
    </message>
    <message>
        <source>Interest vectors are brought to length 1, as in the released code; off is the paper&apos;s letter.</source>
        <translation>将兴趣向量归一化为长度 1，与公开代码一致；关闭则严格按论文。</translation>
    </message>
    <message>
        <source>Head behind the GRU</source>
        <translation>GRU 输出头</translation>
    </message>
    <message>
        <source>What turns the last GRU state into the hard interest.</source>
        <translation>将 GRU 最后状态转换为硬兴趣的方式。</translation>
    </message>
    <message>
        <source>Mean orthogonality</source>
        <translation>平均正交性</translation>
    </message>
    <message>
        <source>Divides the orthogonality term by K², as the released code does.</source>
        <translation>将正交性损失项除以 K²，与公开代码一致。</translation>
    </message>
    <message>
        <source>Hard uniformity</source>
        <translation>硬均匀性</translation>
    </message>
    <message>
        <source>A further uniformity term of the hard stage on winner-only assignments, per category or per position as in the released code.</source>
        <translation>硬阶段（微调）中针对“胜者独得”分配的附加均匀性损失项；按类别计算，或如公开代码按位置计算。</translation>
    </message>
    <message>
        <source>Uniqueness averaged over</source>
        <translation>唯一性平均方式</translation>
    </message>
    <message>
        <source>Each history first, as in the paper, or all items of the batch, as in the released code.</source>
        <translation>先在每条历史内平均（如论文），或对整批物品平均（如公开代码）。</translation>
    </message>
    <message>
        <source>Drop empty interests</source>
        <translation>舍弃空兴趣</translation>
    </message>
    <message>
        <source>Interests to which no item of the history is assigned are not searched.</source>
        <translation>历史中没有物品分配到的兴趣不参与召回。</translation>
    </message>
    <message>
        <source>Orthogonal start</source>
        <translation>正交初始化</translation>
    </message>
    <message>
        <source>The hyper-categories start orthogonal to each other instead of at random.</source>
        <translation>超类别以相互正交的方式初始化，而非随机初始化。</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Paper: WeChat-Channels</source>
        <translation>论文：WeChat-Channels</translation>
    </message>
    <message>
        <source>Paper: MX-TakaTak</source>
        <translation>论文：MX-TakaTak</translation>
    </message>
    <message>
        <source>Demo: both stages in under a minute</source>
        <translation>演示：一分钟内完成两个阶段</translation>
    </message>
</context>
<context>
    <name>RunEvents</name>
    <message>
        <source>Started</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>已继续</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Next stage</source>
        <translation>下一阶段</translation>
    </message>
    <message>
        <source>Stop asked for</source>
        <translation>已请求停止</translation>
    </message>
    <message>
        <source>Fine-tuning asked for</source>
        <translation>已请求进入微调</translation>
    </message>
    <message>
        <source>Stopped, best weights kept</source>
        <translation>已停止，保留最佳权重</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>RunStates</name>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped, best weights kept</source>
        <translation>已停止，保留最佳权重</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Pre-training (soft assignment)</source>
        <translation>预训练（软分配）</translation>
    </message>
    <message>
        <source>Fine-tuning (hard assignment)</source>
        <translation>微调（硬分配）</translation>
    </message>
</context>
<context>
    <name>TrainingFigure</name>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Loss (lower is better)</source>
        <translation>损失（越低越好）</translation>
    </message>
    <message>
        <source>No steps yet</source>
        <translation>尚无训练步</translation>
    </message>
    <message>
        <source>%1 loss terms over %2 steps, total now %3</source>
        <translation>%1 个损失项，共 %2 步，当前总损失 %3</translation>
    </message>
    <message>
        <source>best %1, epoch %2</source>
        <translation>最佳 %1，第 %2 轮</translation>
    </message>
    <message>
        <source>Higher is better</source>
        <translation>越高越好</translation>
    </message>
    <message>
        <source>Recall@200, %1 evaluations, best %2 in %3 at epoch %4</source>
        <translation>召回率@200，%1 次评估，最佳 %2，位于%3第 %4 轮</translation>
    </message>
    <message>
        <source>No evaluation yet</source>
        <translation>尚无评估</translation>
    </message>
    <message>
        <source>Recall@%1</source>
        <translation>召回率@%1</translation>
    </message>
    <message>
        <source>HitRate@%1</source>
        <translation>命中率@%1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Trains and examines multi-interest recommenders for micro-video logs.</source>
        <translation>训练并分析面向微视频日志的多兴趣推荐模型。</translation>
    </message>
    <message>
        <source>Folder of the runs and data sets.</source>
        <translation>存放运行和数据集的文件夹。</translation>
    </message>
    <message>
        <source>Make the built-in study and train it.</source>
        <translation>生成内置演示数据并训练。</translation>
    </message>
</context>
<context>
    <name>opal::AboutDialog</name>
    <message>
        <source>Window and services</source>
        <translation>窗口与服务</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Tensors and gradients</source>
        <translation>张量与梯度</translation>
    </message>
    <message>
        <source>Vector search</source>
        <translation>向量检索</translation>
    </message>
    <message>
        <source>Linear algebra</source>
        <translation>线性代数</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Store of runs</source>
        <translation>运行记录存储</translation>
    </message>
    <message>
        <source>Configuration files</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Hashes of data sets</source>
        <translation>数据集哈希</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>Reading numbers</source>
        <translation>数字解析</translation>
    </message>
    <message>
        <source>Encoding of logs</source>
        <translation>日志编码</translation>
    </message>
    <message>
        <source>Text in exported figures</source>
        <translation>导出图中的文字</translation>
    </message>
    <message>
        <source>About OPAL Studio</source>
        <translation>关于 OPAL Studio</translation>
    </message>
    <message>
        <source>OPAL Studio %1</source>
        <translation>OPAL Studio %1</translation>
    </message>
    <message>
        <source>Trains and examines multi-interest recommenders for micro-video logs. Free software under the GNU General Public License, version 3 or later.</source>
        <translation>在短视频日志上训练并剖析多兴趣推荐模型。自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>所用程序库及其许可证</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>opal::ActionRegistry</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Go</source>
        <comment>menu of going back and forward through what was selected</comment>
        <translation>转到</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>opal::ChartWidget</name>
    <message>
        <source>Wheel zooms along the steps, Shift and wheel along the values, dragging moves, a double click shows everything.</source>
        <translation>滚轮沿步数缩放，Shift + 滚轮沿数值缩放，拖动可平移，双击显示全部。</translation>
    </message>
</context>
<context>
    <name>opal::DataPanel</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data sets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Known data sets</source>
        <translation>已知数据集</translation>
    </message>
    <message>
        <source>Import a log…</source>
        <translation>导入日志…</translation>
    </message>
    <message>
        <source>Import a log</source>
        <translation>导入日志</translation>
    </message>
    <message>
        <source>Open a data set…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>Open a data set</source>
        <translation>打开数据集</translation>
    </message>
    <message>
        <source>No data set is open</source>
        <translation>尚未打开数据集</translation>
    </message>
    <message>
        <source>Drop a log here or choose one: the studio looks at its first rows, asks what its columns mean and makes a data set to train on.</source>
        <translation>将日志拖放到此处或选择日志：程序会查看开头几行，询问各列含义，并生成可供训练的数据集。</translation>
    </message>
    <message>
        <source>Choose the files of one log</source>
        <translation>选择同一日志的文件</translation>
    </message>
    <message>
        <source>Logs (*.csv *.tsv *.txt *.dat *.data *.inter);;All files (*)</source>
        <translation>日志 (*.csv *.tsv *.txt *.dat *.data *.inter);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a data-set file</source>
        <translation>选择数据集文件</translation>
    </message>
    <message>
        <source>Data sets (*%1);;All files (*)</source>
        <translation>数据集 (*%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1
%2 users, %3 items, %4 interactions</source>
        <translation>%1
%2 个用户，%3 个物品，%4 次交互</translation>
    </message>
</context>
<context>
    <name>opal::DatasetCard</name>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Interactions</source>
        <translation>交互</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入报告</translation>
    </message>
    <message>
        <source>Filters with the counts before and after</source>
        <translation>各过滤步骤及其前后数量</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>被拒绝的行</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1，来自 %2</translation>
    </message>
    <message>
        <source>%1 interactions each</source>
        <translation>平均 %1 次交互</translation>
    </message>
    <message>
        <source>on %1 days</source>
        <translation>共 %1 天</translation>
    </message>
    <message>
        <source>of all user-item pairs</source>
        <translation>占全部用户–物品对</translation>
    </message>
    <message>
        <source>By time: training until %1, validation %2, test %3.</source>
        <translation>按时间：训练截至 %1，验证 %2，测试 %3。</translation>
    </message>
    <message>
        <source>The log has no times: the last interaction of each user is the test, the one before it the validation.</source>
        <translation>日志不含时间：每个用户的最后一次交互用于测试，倒数第二次用于验证。</translation>
    </message>
    <message>
        <source>%1 users to train on (at least %2 training items), %3 to validate, %4 to test.</source>
        <translation>训练用户 %1 个（至少 %2 个训练物品），验证用户 %3 个，测试用户 %4 个。</translation>
    </message>
    <message>
        <source>0 leaks: no training interaction is later than a held-out one.</source>
        <translation>0 处泄漏：没有训练交互晚于留出交互。</translation>
    </message>
    <message>
        <source>%1 leaks: training interactions later than a held-out one. Results on this data set cannot be trusted; check the time column.</source>
        <translation>%1 处泄漏：有训练交互晚于留出交互。该数据集上的结果不可信，请检查时间列。</translation>
    </message>
    <message>
        <source>Fingerprint %1</source>
        <translation>指纹 %1</translation>
    </message>
    <message>
        <source>%1 rows read, %2 duplicates dropped, %3 rejected, %4 positive, %5 kept after the filters.</source>
        <translation>读取 %1 行，去除重复 %2 行，拒绝 %3 行，正样本 %4 行，过滤后保留 %5 行。</translation>
    </message>
    <message>
        <source>Every row counts as positive.</source>
        <translation>每一行都视为正样本。</translation>
    </message>
    <message>
        <source>Positive rule: %1</source>
        <translation>正样本规则：%1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>This data set was not read from a log.</source>
        <translation>该数据集不是从日志读取的。</translation>
    </message>
    <message>
        <source>The first %1 of %2 rejected rows</source>
        <translation>被拒绝的行（前 %1 行，共 %2 行）</translation>
    </message>
</context>
<context>
    <name>opal::DayChart</name>
    <message>
        <source>Interactions a day</source>
        <translation>每日交互数</translation>
    </message>
    <message>
        <source>%1 days, most interactions on %2: %3</source>
        <translation>%1 天，%2 的交互最多：%3</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Day of a data set and its number of interactions</extracomment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>opal::ErrorBar</name>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>opal::FilterStepsTableModel</name>
    <message>
        <source>%1 → %2</source>
        <extracomment>Counts before and after a filter</extracomment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Active training days</source>
        <translation>训练活跃天数</translation>
    </message>
    <message>
        <source>Items unseen in training</source>
        <translation>训练中未出现的物品</translation>
    </message>
    <message>
        <source>Training items</source>
        <translation>训练物品数</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤步骤</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Interactions</source>
        <translation>交互</translation>
    </message>
</context>
<context>
    <name>opal::HistoryTableModel</name>
    <message>
        <source>no. %1</source>
        <extracomment>Position of an item in a history without times</extracomment>
        <translation>第 %1 个</translation>
    </message>
    <message>
        <source>Interest %1: %2</source>
        <extracomment>Weight of a history item for one interest, e.g. &quot;Interest 2: 0.4311&quot;</extracomment>
        <translation>兴趣 %1：%2</translation>
    </message>
    <message>
        <source>How much of the item each interest takes; the outline is the interest that takes most</source>
        <translation>每个兴趣占有该物品的比例；描边表示占比最大的兴趣</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>opal::ImportForm</name>
    <message>
        <source>Choose a side table</source>
        <translation>选择附加表</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>表格 (*.csv *.tsv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>As in the format</source>
        <translation>与格式一致</translation>
    </message>
    <message>
        <source>Stop import</source>
        <translation>停止导入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Which rows count as liked, e.g. “long_view” or “like|favorite|play&gt;=0.9*duration”. Empty: every row.</source>
        <translation>哪些行视为喜欢，例如“long_view”或“like|favorite|play&gt;=0.9*duration”。留空：所有行。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Other files…</source>
        <translation>其他文件…</translation>
    </message>
    <message>
        <source>Choose other files</source>
        <translation>选择其他文件</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>What the data set is called in the studio</source>
        <translation>数据集在程序中的名称</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>Which log this is; guessed from the first rows</source>
        <translation>日志的种类；根据开头几行猜测</translation>
    </message>
    <message>
        <source>User &amp;column</source>
        <translation>用户列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Item column</source>
        <translation>物品列(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Time column</source>
        <translation>时间列(&amp;T)</translation>
    </message>
    <message>
        <source>Column of a clock time; decides the order and the days</source>
        <translation>时刻所在的列；决定顺序和日期</translation>
    </message>
    <message>
        <source>&amp;Day column</source>
        <translation>日期列(&amp;D)</translation>
    </message>
    <message>
        <source>Column of a day number, where the log has no clock time</source>
        <translation>日志没有时刻时，日期序号所在的列</translation>
    </message>
    <message>
        <source>&amp;Positive rule</source>
        <translation>正样本规则(&amp;P)</translation>
    </message>
    <message>
        <source>A small expression over the columns of the log</source>
        <translation>由日志各列组成的简短表达式</translation>
    </message>
    <message>
        <source>&amp;Side table</source>
        <translation>附加表(&amp;S)</translation>
    </message>
    <message>
        <source>Optional table with titles and tags of the items</source>
        <translation>可选，含物品标题和标签的表格</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>时区(&amp;Z)</translation>
    </message>
    <message>
        <source>Time zone of the log; decides where days begin</source>
        <translation>日志的时区；决定一天从何时开始</translation>
    </message>
    <message>
        <source>Min. active d&amp;ays</source>
        <translation>最少活跃天数(&amp;A)</translation>
    </message>
    <message>
        <source>Users with fewer active days before the last two are left out; 0 keeps everybody</source>
        <translation>最后两天之前活跃天数少于此值的用户将被排除；0 表示保留所有用户</translation>
    </message>
    <message>
        <source>Min. training it&amp;ems</source>
        <translation>最少训练物品数(&amp;E)</translation>
    </message>
    <message>
        <source>Users with fewer training items are not trained on</source>
        <translation>训练物品少于此值的用户不参与训练</translation>
    </message>
    <message>
        <source>Leave out items never seen in &amp;training</source>
        <translation>排除训练中从未出现的物品(&amp;T)</translation>
    </message>
    <message>
        <source>Leave out items never seen in training</source>
        <translation>排除训练中从未出现的物品</translation>
    </message>
    <message>
        <source>&amp;Bad rows</source>
        <translation>错误行(&amp;B)</translation>
    </message>
    <message>
        <source>Skip and report</source>
        <translation>跳过并报告</translation>
    </message>
    <message>
        <source>Stop at the first</source>
        <translation>遇到第一个即停止</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>First rows of the log</source>
        <translation>日志的开头几行</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>first %1 rows, separated by %2, %3, %4</source>
        <extracomment>Facts guessed from the head of a log: number of rows shown, delimiter, encoding, size of the file</extracomment>
        <translation>前 %1 行，以%2分隔，%3，%4</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Filtering</source>
        <translation>正在过滤</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>%1: %2 rows</source>
        <extracomment>Phase of an import and the rows read so far</extracomment>
        <translation>%1：%2 行</translation>
    </message>
</context>
<context>
    <name>opal::InterestCard</name>
    <message>
        <source>No items: not searched</source>
        <translation>没有物品：不参与召回</translation>
    </message>
    <message>
        <source>This model does not assign items</source>
        <translation>该模型不分配物品</translation>
    </message>
    <message>
        <source>strength %1, %2 of %3 items</source>
        <extracomment>Strength of an interest and its share of the history, e.g. &quot;strength 3.21, 12 of 20 items&quot;</extracomment>
        <translation>强度 %1，物品 %2 / %3</translation>
    </message>
    <message>
        <source>hits in its own list: %1</source>
        <extracomment>Held-out items that the interest&apos;s own list finds</extracomment>
        <translation>自身列表命中：%1</translation>
    </message>
    <message>
        <source>Interest %1</source>
        <translation>兴趣 %1</translation>
    </message>
    <message>
        <source>Show the list of this interest and mark its items in the history. Press again to return to the merged list.</source>
        <translation>显示该兴趣的列表，并在历史中标出其物品。再次点击返回合并列表。</translation>
    </message>
    <message>
        <source>%1; gave %2 of %3 items of the merged list; %4</source>
        <translation>%1；合并列表的 %3 个物品中有 %2 个来自该兴趣；%4</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>Items of the merged list that an interest gave, e.g. &quot;38 of 200&quot;</extracomment>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>opal::InterestsPanel</name>
    <message>
        <source>Interests</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>List of interest %1</source>
        <translation>兴趣 %1 的列表</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Every item with the interest that gives it the highest score</source>
        <translation>每个物品及给它最高得分的兴趣</translation>
    </message>
    <message>
        <source>Merged list</source>
        <translation>合并列表</translation>
    </message>
    <message>
        <source>&amp;List length</source>
        <extracomment>Number of recommended items</extracomment>
        <translation>列表长度(&amp;L)</translation>
    </message>
    <message>
        <source>List length</source>
        <translation>列表长度</translation>
    </message>
    <message>
        <source>How many items each list holds</source>
        <translation>每个列表包含的物品数</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回</translation>
    </message>
    <message>
        <source>History of the user with the weights of the interests</source>
        <translation>用户历史及各兴趣的权重</translation>
    </message>
    <message>
        <source>Recommended items</source>
        <translation>推荐物品</translation>
    </message>
    <message>
        <source>Lists: one an interest and the merged one</source>
        <translation>列表：每个兴趣一个，另有合并列表</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>尚未打开运行</translation>
    </message>
    <message>
        <source>Open a trained run to see what it has learned about its users.</source>
        <translation>打开一个已训练的运行，查看它学到的用户兴趣。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>No user is chosen</source>
        <translation>尚未选择用户</translation>
    </message>
    <message>
        <source>Type a user id above, or take any user, to see the history, the interests and what each of them recommends.</source>
        <translation>在上方输入用户 ID，或随机选取用户，即可查看其历史、兴趣以及每个兴趣的推荐结果。</translation>
    </message>
    <message>
        <source>Random user</source>
        <translation>随机用户</translation>
    </message>
    <message>
        <source>Reading the history and searching the nearest items of each interest.</source>
        <translation>正在读取历史并检索每个兴趣的最近邻物品。</translation>
    </message>
    <message>
        <source>Test day: %1 of %2 items found in %3 recommended · %4 ms</source>
        <extracomment>Items the user watched on the test day, those of them in the merged list, time in milliseconds</extracomment>
        <translation>测试日：%3 个推荐中找到 %1 个物品（共 %2 个）· %4 毫秒</translation>
    </message>
    <message>
        <source>%1 items, oldest first</source>
        <translation>%1 个物品，从旧到新</translation>
    </message>
    <message>
        <source>last %1 of %2 items, oldest first</source>
        <translation>最近 %1 个物品（共 %2 个），从旧到新</translation>
    </message>
    <message>
        <source>share of the merged list</source>
        <translation>在合并列表中的占比</translation>
    </message>
    <message>
        <source>this model does not assign items to interests</source>
        <translation>该模型不将物品分配给兴趣</translation>
    </message>
    <message>
        <source>%1 items, %2 held-out hits</source>
        <translation>%1 个物品，%2 个留出命中</translation>
    </message>
</context>
<context>
    <name>opal::JobsStrip</name>
    <message>
        <source>%1 was cancelled</source>
        <translation>%1 已取消</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 失败：%2</translation>
    </message>
    <message>
        <source>%1 steps/s</source>
        <translation>%1 步/秒</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Finishes this step and keeps the best weights</source>
        <translation>完成当前步并保留最佳权重</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>当前没有任务</translation>
    </message>
    <message>
        <source>stopping after this step</source>
        <translation>完成当前步后停止</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::MainWindow</name>
    <message>
        <source>Pause and close</source>
        <translation>暂停并关闭</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>%1 is being trained. Paused, it keeps everything and can be resumed later, here or with the command line. Stopped, it ends with its best weights so far.</source>
        <translation>%1 正在训练。暂停会保留全部状态，之后可在此处或用命令行继续；停止则以目前的最佳权重结束。</translation>
    </message>
    <message>
        <source>%1 is not finished. Nothing half-written is kept.</source>
        <translation>%1 尚未完成。不会保留任何未写完的内容。</translation>
    </message>
    <message>
        <source>Close while training?</source>
        <translation>训练尚未结束，要关闭吗？</translation>
    </message>
    <message>
        <source>Close now?</source>
        <translation>现在关闭吗？</translation>
    </message>
    <message>
        <source>OPAL Studio – closing after this step</source>
        <translation>OPAL Studio – 完成当前步后关闭</translation>
    </message>
    <message>
        <source>OPAL Studio</source>
        <translation>OPAL Studio</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Import or open data…</source>
        <translation>导入或打开数据(&amp;I)…</translation>
    </message>
    <message>
        <source>Train the &amp;demo</source>
        <translation>训练演示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Pause training</source>
        <translation>暂停训练(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop training, keep the best weights</source>
        <translation>停止训练，保留最佳权重(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About OPAL Studio</source>
        <translation>关于 OPAL Studio(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>偏好设置(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Report a problem…</source>
        <translation>报告问题(&amp;R)…</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>报告问题</translation>
    </message>
    <message>
        <source>The report is in %1. It holds versions, settings and the log, and no data. Read it before you send it.</source>
        <translation>报告已保存到 %1，其中包含版本、设置和日志，不含任何数据。发送前请先阅读。</translation>
    </message>
    <message>
        <source>Text files (*.txt)</source>
        <translation>文本文件 (*.txt)</translation>
    </message>
</context>
<context>
    <name>opal::ParamForm</name>
    <message>
        <source>Enter a whole number from %1 to %2.</source>
        <translation>请输入 %1 到 %2 之间的整数。</translation>
    </message>
    <message>
        <source>Enter a number greater than %1 and at most %2.</source>
        <translation>请输入大于 %1 且不超过 %2 的数。</translation>
    </message>
    <message>
        <source>Enter a number from %1 to %2.</source>
        <translation>请输入 %1 到 %2 之间的数。</translation>
    </message>
    <message>
        <source>This value is not allowed here.</source>
        <translation>此处不允许该值。</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>预设：%1</translation>
    </message>
    <message>
        <source>Fewer parameters</source>
        <translation>较少参数</translation>
    </message>
    <message>
        <source>More parameters (%1 changed)</source>
        <translation>更多参数（已更改 %1 个）</translation>
    </message>
    <message>
        <source>More parameters</source>
        <translation>更多参数</translation>
    </message>
</context>
<context>
    <name>opal::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Language:</source>
        <translation>语言：</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme:</source>
        <translation>主题：</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>opal::PreviewTableModel</name>
    <message>
        <source>user</source>
        <extracomment>What a column of a log is used for</extracomment>
        <translation>用户</translation>
    </message>
    <message>
        <source>item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Name of a column and what it is used for, e.g. &quot;user_id: user&quot;</extracomment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>opal::RecallTableModel</name>
    <message>
        <source>hit</source>
        <extracomment>A recommended item that the user really watched on the held-out day</extracomment>
        <translation>命中</translation>
    </message>
    <message>
        <source>Interest %1 gave this item its highest score</source>
        <translation>兴趣 %1 给该物品的得分最高</translation>
    </message>
    <message>
        <source>The user watched this item on the held-out day</source>
        <translation>用户在留出日观看了该物品</translation>
    </message>
    <message>
        <source>interest %1</source>
        <translation>兴趣 %1</translation>
    </message>
    <message>
        <source>held-out hit</source>
        <translation>留出命中</translation>
    </message>
    <message>
        <source>not held out</source>
        <translation>非留出物品</translation>
    </message>
    <message>
        <source>Inner product of the item and the interest that gave it</source>
        <translation>物品与推荐它的兴趣的内积</translation>
    </message>
    <message>
        <source>Items that the user watched on the held-out day</source>
        <translation>用户在留出日观看的物品</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>From</source>
        <extracomment>The interest that an item comes from</extracomment>
        <translation>来源</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Hit</source>
        <extracomment>Column that marks items the user really watched on the held-out day</extracomment>
        <translation>命中</translation>
    </message>
</context>
<context>
    <name>opal::RejectsTableModel</name>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>opal::RunDetails</name>
    <message>
        <source>default %1</source>
        <extracomment>The default value of a parameter</extracomment>
        <translation>默认值 %1</translation>
    </message>
    <message>
        <source>All parameters have their default values.</source>
        <translation>所有参数均为默认值。</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>Not evaluated yet.</source>
        <translation>尚未评估。</translation>
    </message>
    <message>
        <source>Not tested yet.</source>
        <translation>尚未测试。</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>HitRate</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>NDCG</source>
        <translation>NDCG</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>打开运行</translation>
    </message>
    <message>
        <source>Make this the run that the other panels show</source>
        <translation>让其他面板显示该运行</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resume training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Differs from the defaults</source>
        <translation>与默认值不同</translation>
    </message>
    <message>
        <source>Best validation Recall@200</source>
        <translation>最佳验证召回率@200</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Select a run to see its parameters and results.</source>
        <translation>选择一个运行，查看其参数和结果。</translation>
    </message>
    <message>
        <source>%1 · %2 of work · seed %3 · %4</source>
        <extracomment>Facts of a run: state, time of work, id</extracomment>
        <translation>%1 · 工作时长 %2 · 随机种子 %3 · %4</translation>
    </message>
    <message>
        <source>Test day, %1 users</source>
        <translation>测试日，%1 个用户</translation>
    </message>
    <message>
        <source>Test day</source>
        <translation>测试日</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Edit the note</source>
        <translation>编辑备注</translation>
    </message>
</context>
<context>
    <name>opal::RunMonitor</name>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1, epoch %2: Recall %3, HitRate %4</source>
        <translation>%1，第 %2 轮：召回率 %3，命中率 %4</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1, epoch %2</source>
        <translation>%1，第 %2 轮</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证日</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>without gain</source>
        <translation>次未提升</translation>
    </message>
    <message>
        <source>steps a second</source>
        <translation>步/秒</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Time worked</source>
        <translation>工作时长</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>最多</translation>
    </message>
    <message>
        <source>without pauses</source>
        <translation>不含暂停</translation>
    </message>
    <message>
        <source>test day, %1 users</source>
        <translation>测试日，%1 用户</translation>
    </message>
    <message>
        <source>after training</source>
        <translation>训练结束后</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Start a training on the left or choose a run at the top to see its curves.</source>
        <translation>在左侧开始训练，或在顶部选择一个运行，即可查看曲线。</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Recall and HitRate appear after the first evaluation.</source>
        <translation>第一次评估后显示召回率和命中率。</translation>
    </message>
    <message>
        <source>The curves begin with the first training steps.</source>
        <translation>曲线从最初的训练步开始显示。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Best Recall@200</source>
        <translation>最佳召回@200</translation>
    </message>
    <message>
        <source>On the validation day, of the latest stage</source>
        <translation>最近阶段在验证日上的结果</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>早停</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Test Recall@200</source>
        <translation>测试召回@200</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Ranking quality, validation day</source>
        <translation>排序质量（验证日）</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Log of the run</source>
        <translation>运行日志</translation>
    </message>
    <message>
        <source>Ranking quality</source>
        <translation>排序质量</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>HitRate</source>
        <translation>命中率</translation>
    </message>
</context>
<context>
    <name>opal::RunTableModel</name>
    <message>
        <source>%1 %2</source>
        <extracomment>Stage and number of the best epoch, e.g. &quot;Fine-tuning 14&quot;</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Run %1</source>
        <extracomment>%1 is the id of a run, %2 the note a person wrote about it</extracomment>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Run %1
%2</source>
        <translation>运行 %1
%2</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>not starred</source>
        <translation>未加星标</translation>
    </message>
    <message>
        <source>Best Recall@200 on the validation day, in the last stage that was evaluated (higher is better)</source>
        <translation>最后评估的阶段在验证日上的最佳召回率@200（越高越好）</translation>
    </message>
    <message>
        <source>Test Recall: the share of a user&apos;s test-day items in the list, averaged over users (higher is better)</source>
        <translation>测试召回率：列表中包含的用户测试日物品的比例，对用户取平均（越高越好）</translation>
    </message>
    <message>
        <source>Test HitRate: the share of users with at least one test-day item in the list (higher is better)</source>
        <translation>测试命中率：列表中至少包含一个测试日物品的用户比例（越高越好）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Model</source>
        <extracomment>The recommender a run trained</extracomment>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Interests</source>
        <extracomment>Number of interests of a run</extracomment>
        <translation>兴趣数</translation>
    </message>
    <message>
        <source>Valid R@200</source>
        <extracomment>Column: best Recall@200 on the validation day</extracomment>
        <translation>验证 R@200</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>最佳轮</translation>
    </message>
    <message>
        <source>R@50</source>
        <extracomment>Column: test Recall@50</extracomment>
        <translation>R@50</translation>
    </message>
    <message>
        <source>R@100</source>
        <translation>R@100</translation>
    </message>
    <message>
        <source>R@200</source>
        <translation>R@200</translation>
    </message>
    <message>
        <source>HR@50</source>
        <extracomment>Column: test HitRate@50</extracomment>
        <translation>HR@50</translation>
    </message>
    <message>
        <source>HR@100</source>
        <translation>HR@100</translation>
    </message>
    <message>
        <source>HR@200</source>
        <translation>HR@200</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Best Recall@200 on the validation day: %1 (%2, epoch %3)</source>
        <translation>验证日最佳召回率@200：%1（%2，第 %3 轮）</translation>
    </message>
</context>
<context>
    <name>opal::RunsPanel</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Resume training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Copy id</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tags of the run</source>
        <translation>运行的标签</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>标签，以逗号分隔</translation>
    </message>
    <message>
        <source>Note about the run</source>
        <translation>运行的备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Filter: words, interests&gt;=4, recall&gt;0.5, state:finished, tag:paper, is:star</source>
        <translation>筛选：关键词、interests&gt;=4、recall&gt;0.5、state:finished、tag:paper、is:star</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选运行</translation>
    </message>
    <message>
        <source>Every word must match. A word is looked for in name, id, model, data set, state, tags and note.
field:text looks in one field: name, model, data, state, tag, note, id.
field&gt;=value compares a parameter, recall (validation), epoch, r50, r100, r200, hr50, hr100 or hr200 (test).</source>
        <translation>所有关键词都必须匹配。关键词在名称、ID、模型、数据集、状态、标签和备注中查找。
field:text 只在一个字段中查找：name、model、data、state、tag、note、id。
field&gt;=value 比较参数、recall（验证）、epoch、r50、r100、r200、hr50、hr100 或 hr200（测试）。</translation>
    </message>
    <message>
        <source>Show archived</source>
        <translation>显示已归档</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>尚无运行</translation>
    </message>
    <message>
        <source>A run is one training of a model on a data set. It appears here as soon as it starts, also when the command line trains it.</source>
        <translation>一次运行就是在某个数据集上训练一次模型。训练一开始就会显示在这里，用命令行训练时也是如此。</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>前往训练</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <extracomment>Number of runs in the table</extracomment>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>runs: %1 of %2</source>
        <translation>运行：%1 / %2</translation>
    </message>
</context>
<context>
    <name>opal::ShortcutsPage</name>
    <message>
        <source>%1 already belongs to “%2”. Take it away there first, or choose other keys.</source>
        <translation>%1 已用于“%2”。请先在那里移除，或选择其他按键。</translation>
    </message>
    <message>
        <source>Filter by name or keys</source>
        <translation>按名称或按键筛选</translation>
    </message>
    <message>
        <source>Filter of the actions</source>
        <translation>操作筛选</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Keys:</source>
        <translation>按键：</translation>
    </message>
    <message>
        <source>New keys of the selected action</source>
        <translation>所选操作的新按键</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
</context>
<context>
    <name>opal::TrainingPanel</name>
    <message>
        <source>Train</source>
        <comment>activity bar, a short word</comment>
        <translation>训练</translation>
    </message>
    <message>
        <source>Stopping after the next evaluation</source>
        <translation>将在下次评估后停止</translation>
    </message>
    <message>
        <source>Stopping after this step, the best weights are kept</source>
        <translation>完成当前步后停止，保留最佳权重</translation>
    </message>
    <message>
        <source>Going to fine-tuning after this step</source>
        <translation>完成当前步后进入微调</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Pausing after this step</source>
        <translation>完成当前步后暂停</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Being trained by another program</source>
        <translation>正由另一个程序训练</translation>
    </message>
    <message>
        <source>Queue training</source>
        <translation>加入训练队列</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Choose a data set first</source>
        <translation>请先选择数据集</translation>
    </message>
    <message>
        <source>Correct the marked values first</source>
        <translation>请先更正标出的数值</translation>
    </message>
    <message>
        <source>Starts when the work before it is done</source>
        <translation>在前面的任务完成后开始</translation>
    </message>
    <message>
        <source>None chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Opens the data panel</source>
        <translation>打开数据面板</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>made from the settings</source>
        <translation>根据设置生成</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>运行的名称</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Finishes this step and keeps everything; the result of resuming is the same to the last bit</source>
        <translation>完成当前步并保留全部状态；继续训练的结果逐位相同</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>After the next evaluation</source>
        <translation>下次评估之后</translation>
    </message>
    <message>
        <source>Now, keep the best weights</source>
        <translation>立即停止，保留最佳权重</translation>
    </message>
    <message>
        <source>Go to fine-tuning now</source>
        <translation>立即进入微调</translation>
    </message>
</context>
<context>
    <name>opal::UserPicker</name>
    <message>
        <source>No user of this data set has items on the held-out day.</source>
        <translation>该数据集中没有用户在留出日有物品。</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>Type an id</source>
        <translation>输入 ID</translation>
    </message>
    <message>
        <source>User id</source>
        <translation>用户 ID</translation>
    </message>
    <message>
        <source>Original id of a user; press Enter to see the user&apos;s interests</source>
        <translation>用户的原始 ID；按回车键查看该用户的兴趣</translation>
    </message>
    <message>
        <source>Random user</source>
        <translation>随机用户</translation>
    </message>
    <message>
        <source>Choose any user who has items on the held-out day</source>
        <translation>任选一个在留出日有物品的用户</translation>
    </message>
</context>
<context>
    <name>opal::WelcomePage</name>
    <message>
        <source>OPAL Studio</source>
        <translation>OPAL Studio</translation>
    </message>
    <message>
        <source>Train multi-interest recommenders on micro-video logs and see what each interest recalls.</source>
        <translation>在微视频日志上训练多兴趣推荐模型，并查看每个兴趣召回的内容。</translation>
    </message>
    <message>
        <source>See it work</source>
        <translation>先看演示</translation>
    </message>
    <message>
        <source>Makes a small study of 2,000 users and 4,000 videos with known topics and trains OPAL on it. Takes about a minute, nothing is downloaded.</source>
        <translation>生成一份含 2,000 个用户和 4,000 个主题已知的视频的小型数据，并用它训练 OPAL。约需一分钟，无需下载。</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Use your own log</source>
        <translation>使用自己的日志</translation>
    </message>
    <message>
        <source>Reads KuaiRand, WeChat 2021, MovieLens or any delimited file with users, items and times.</source>
        <translation>支持 KuaiRand、微信 2021、MovieLens，以及任何包含用户、物品和时间的分隔文本文件。</translation>
    </message>
    <message>
        <source>Import a log</source>
        <translation>导入日志</translation>
    </message>
</context>
<context>
    <name>opal::WorkspaceBar</name>
    <message>
        <source>Import or open…</source>
        <translation>导入或打开…</translation>
    </message>
    <message>
        <source>All runs…</source>
        <translation>所有运行…</translation>
    </message>
    <message>
        <source>OPAL Studio</source>
        <translation>OPAL Studio</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Data set: %1</source>
        <translation>数据集：%1</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>User id</source>
        <translation>用户 ID</translation>
    </message>
    <message>
        <source>Type the id of a user and press Enter to see the interests</source>
        <translation>输入用户 ID 并按回车键查看兴趣</translation>
    </message>
</context>
</TS>
