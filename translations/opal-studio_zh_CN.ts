<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Ablations</name>
    <message>
        <source>w/o L_unique</source>
        <translation>去掉 L_unique</translation>
    </message>
    <message>
        <source>w/o L_orth</source>
        <translation>去掉 L_orth</translation>
    </message>
    <message>
        <source>w/o L_unif</source>
        <translation>去掉 L_unif</translation>
    </message>
    <message>
        <source>w/o pre-train</source>
        <translation>去掉预训练</translation>
    </message>
    <message>
        <source>w/o fine-tune</source>
        <translation>去掉微调</translation>
    </message>
    <message>
        <source>next-item</source>
        <translation>下一项预测</translation>
    </message>
</context>
<context>
    <name>AttributionFigure</name>
    <message>
        <source>interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>hits (hatched: shared)</source>
        <translation>命中（阴影线：共有）</translation>
    </message>
    <message>
        <source>interests used</source>
        <translation>使用的兴趣数</translation>
    </message>
    <message>
        <source>Recall@%1 (higher is better)</source>
        <translation>召回率@%1（越高越好）</translation>
    </message>
    <message>
        <source>Jaccard overlap</source>
        <translation>Jaccard 重叠度</translation>
    </message>
    <message>
        <source>Recall@%1 %2 over %3 users on the test day</source>
        <translation>召回率@%1 为 %2，测试日共 %3 个用户</translation>
    </message>
    <message>
        <source>%1 effective interests of %2</source>
        <translation>有效兴趣数 %1，共 %2 个兴趣</translation>
    </message>
    <message>
        <source>mean overlap of two lists %1</source>
        <translation>两个列表的平均重叠度 %1</translation>
    </message>
</context>
<context>
    <name>CategoryFigure</name>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Share of the assignment mass</source>
        <translation>分配占比</translation>
    </message>
    <message>
        <source>No evaluation yet</source>
        <translation>尚无评估</translation>
    </message>
    <message>
        <source>Shares of %1 hyper-categories over %2 evaluations, coefficient of variation now %3</source>
        <translation>%1 个超类别在 %2 次评估中的占比，当前变异系数 %3</translation>
    </message>
    <message>
        <source>Hyper-category</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>Cosines between %1 hyper-categories, the largest %2 (0 is best)</source>
        <translation>%1 个超类别之间的余弦，最大 %2（0 为最佳）</translation>
    </message>
    <message>
        <source>Share of the mass w (%)</source>
        <translation>占比 w (%)</translation>
    </message>
    <message>
        <source>Shares of the assignment mass from %1 to %2 per cent, uniform would be %3</source>
        <translation>分配占比从 %1% 到 %2%，均匀时为 %3%</translation>
    </message>
    <message>
        <source>Confidence of the assignment, max a</source>
        <translation>分配置信度，max a</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品数</translation>
    </message>
    <message>
        <source>Confidence of the assignment of the items, mean %1</source>
        <translation>物品的分配置信度，平均 %1</translation>
    </message>
    <message>
        <source>variation of w</source>
        <translation>w 的变异系数</translation>
    </message>
    <message>
        <source>mean confidence</source>
        <translation>平均置信度</translation>
    </message>
    <message>
        <source>entropy / log K</source>
        <translation>熵 / log K</translation>
    </message>
    <message>
        <source>Now: coefficient of variation %1, mean confidence %2, entropy %3 nats</source>
        <translation>当前：变异系数 %1，平均置信度 %2，熵 %3 纳特</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>%1 of %2 items changed their hyper-category</source>
        <translation>%2 个物品中有 %1 个更换了超类别</translation>
    </message>
</context>
<context>
    <name>CategoryNameTexts</name>
    <message numerus="yes">
        <source>%n name(s) carried over.</source>
        <translation>
            <numerusform>已沿用 %n 个名称。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stability: AMI %1 over the %2 items of both runs.</source>
        <translation>稳定性：在两次运行共有的 %2 个物品上 AMI 为 %1。</translation>
    </message>
    <message>
        <source>No category here shares enough items with: %1</source>
        <translation>此处没有类别与以下类别共享足够多的物品：%1</translation>
    </message>
</context>
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
    <name>DataTable</name>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Hyper-category</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>Mass w</source>
        <translation>占比 w</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二个</translation>
    </message>
    <message>
        <source>|Cosine|</source>
        <translation>|余弦|</translation>
    </message>
    <message>
        <source>Confidence from</source>
        <translation>置信度下限</translation>
    </message>
    <message>
        <source>Confidence to</source>
        <translation>置信度上限</translation>
    </message>
    <message>
        <source>Variation of w</source>
        <translation>w 的变异系数</translation>
    </message>
    <message>
        <source>Mean confidence</source>
        <translation>平均置信度</translation>
    </message>
    <message>
        <source>Entropy / log K</source>
        <translation>熵 / log K</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Item a</source>
        <translation>物品 a</translation>
    </message>
    <message>
        <source>Item b</source>
        <translation>物品 b</translation>
    </message>
    <message>
        <source>Interest of a</source>
        <translation>a 的兴趣</translation>
    </message>
    <message>
        <source>Interest of b</source>
        <translation>b 的兴趣</translation>
    </message>
    <message>
        <source>Users of both</source>
        <translation>共同用户数</translation>
    </message>
    <message>
        <source>SPPMI</source>
        <translation>SPPMI</translation>
    </message>
    <message>
        <source>Hits found</source>
        <translation>找到的命中</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>独自</translation>
    </message>
    <message>
        <source>In own list</source>
        <translation>在自己的列表中</translation>
    </message>
    <message>
        <source>Recall part</source>
        <translation>召回份额</translation>
    </message>
    <message>
        <source>Recall without</source>
        <translation>去掉后的召回</translation>
    </message>
    <message>
        <source>Marginal</source>
        <translation>边际</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Inside the brushes</source>
        <translation>在选区之内</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Overlap with %1</source>
        <extracomment>Share of common items of an interest&apos;s list and that of another; %1 is its number</extracomment>
        <translation>与 %1 的重叠</translation>
    </message>
    <message>
        <source>Name of a</source>
        <translation>a 的名称</translation>
    </message>
    <message>
        <source>Name of b</source>
        <translation>b 的名称</translation>
    </message>
</context>
<context>
    <name>DatasetFigureTexts</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>leaking</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Interactions</source>
        <translation>交互数</translation>
    </message>
    <message>
        <source>Day of the log</source>
        <translation>日志中的日期</translation>
    </message>
    <message>
        <source>Share of interactions</source>
        <translation>交互占比</translation>
    </message>
    <message>
        <source>Training interactions of a user</source>
        <translation>用户的训练交互数</translation>
    </message>
    <message>
        <source>Share of users</source>
        <translation>用户占比</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户数</translation>
    </message>
    <message>
        <source>Rank of the item (log)</source>
        <translation>物品排名（对数）</translation>
    </message>
    <message>
        <source>Interactions (log)</source>
        <translation>交互数（对数）</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Name of a data set and a value of it</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Day %1</source>
        <translation>第 %1 天</translation>
    </message>
    <message>
        <source>%1 of them leaking</source>
        <translation>其中 %1 个存在泄漏</translation>
    </message>
    <message>
        <source>%1 has no days: its log held the order of interactions only.</source>
        <translation>%1 没有日期：其日志只包含交互的先后顺序。</translation>
    </message>
    <message>
        <source>%1 has no clock times.</source>
        <translation>%1 没有时刻。</translation>
    </message>
    <message>
        <source>%1 days, most interactions on %2: %3</source>
        <translation>%1 天，%2 的交互最多：%3</translation>
    </message>
    <message>
        <source>mean %1, median %2 training interactions a user</source>
        <translation>每个用户的训练交互数：平均 %1，中位数 %2</translation>
    </message>
    <message>
        <source>the most popular 1 % of the items have %1 of the interactions</source>
        <translation>最热门的 1 % 物品占全部交互的 %1</translation>
    </message>
    <message>
        <source>most interactions between %1:00 and %2:00</source>
        <translation>%1:00 至 %2:00 之间的交互最多</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
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
        <source>Hour of day (%1)</source>
        <translation>小时（%1）</translation>
    </message>
    <message>
        <source>Hour of day (local)</source>
        <translation>小时（本地时间）</translation>
    </message>
    <message>
        <source>Interactions a day</source>
        <translation>每日交互数</translation>
    </message>
    <message>
        <source>History length</source>
        <translation>历史长度</translation>
    </message>
    <message>
        <source>Item popularity</source>
        <translation>物品热度</translation>
    </message>
    <message>
        <source>Rank of the item</source>
        <translation>物品排名</translation>
    </message>
    <message>
        <source>Activity by hour</source>
        <translation>各时段活跃度</translation>
    </message>
    <message>
        <source>Hour of day</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Value</source>
        <extracomment>Heading of the values behind a picture</extracomment>
        <translation>数值</translation>
    </message>
</context>
<context>
    <name>Errors</name>
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
    <message>
        <source>That is not possible</source>
        <translation>无法这样做</translation>
    </message>
    <message>
        <source>The detail and the help say what is.</source>
        <translation>详细信息和帮助说明了可行的做法。</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>NumPy arrays (.npz)</source>
        <translation>NumPy 数组 (.npz)</translation>
    </message>
    <message>
        <source>safetensors</source>
        <translation>safetensors</translation>
    </message>
    <message>
        <source>Comma-separated values (.csv)</source>
        <translation>逗号分隔值 (.csv)</translation>
    </message>
    <message>
        <source>Faiss index</source>
        <translation>Faiss 索引</translation>
    </message>
    <message>
        <source>User encoder as TorchScript</source>
        <translation>TorchScript 用户编码器</translation>
    </message>
    <message>
        <source>Curves for TensorBoard</source>
        <translation>TensorBoard 曲线</translation>
    </message>
</context>
<context>
    <name>FigureSizes</name>
    <message>
        <source>IEEE, one column</source>
        <translation>IEEE，单栏</translation>
    </message>
    <message>
        <source>IEEE, two columns</source>
        <translation>IEEE，双栏</translation>
    </message>
    <message>
        <source>ACM, one column</source>
        <translation>ACM，单栏</translation>
    </message>
    <message>
        <source>ACM, two columns</source>
        <translation>ACM，双栏</translation>
    </message>
    <message>
        <source>Springer, text width</source>
        <translation>Springer，版心宽度</translation>
    </message>
    <message>
        <source>Slide, 16:9</source>
        <translation>幻灯片，16:9</translation>
    </message>
</context>
<context>
    <name>FigureView</name>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Ranking quality</source>
        <translation>排序效果</translation>
    </message>
    <message>
        <source>Diversity (SPPMI)</source>
        <translation>多样性（SPPMI）</translation>
    </message>
    <message>
        <source>Interactions a day</source>
        <translation>每日交互数</translation>
    </message>
    <message>
        <source>History length</source>
        <translation>历史长度</translation>
    </message>
    <message>
        <source>Item popularity</source>
        <translation>物品热度</translation>
    </message>
    <message>
        <source>Activity by hour</source>
        <translation>各时段活跃度</translation>
    </message>
    <message>
        <source>Assignment mass over the training</source>
        <translation>训练过程中的分配占比</translation>
    </message>
    <message>
        <source>Similarity of the hyper-categories</source>
        <translation>超类别的相似度</translation>
    </message>
    <message>
        <source>User timeline</source>
        <translation>用户时间线</translation>
    </message>
    <message>
        <source>Interest lens</source>
        <translation>兴趣透镜</translation>
    </message>
    <message>
        <source>Recall attribution</source>
        <translation>召回归因</translation>
    </message>
    <message>
        <source>Item map</source>
        <translation>物品地图</translation>
    </message>
    <message>
        <source>Diversity of a set of users</source>
        <translation>一组用户的多样性</translation>
    </message>
    <message>
        <source>Accuracy and diversity of runs</source>
        <translation>各运行的准确性与多样性</translation>
    </message>
    <message>
        <source>Number of interests</source>
        <translation>兴趣数</translation>
    </message>
    <message>
        <source>Stage comparison</source>
        <translation>阶段比较</translation>
    </message>
    <message>
        <source>One interest against several</source>
        <translation>单兴趣与多兴趣对比</translation>
    </message>
</context>
<context>
    <name>GuardBar</name>
    <message>
        <source>The loss is no longer a number. The training has ended here; its last good state is kept.</source>
        <translation>损失已不再是数值。训练到此结束；已保留最后的正常状态。</translation>
    </message>
    <message>
        <source>The hyper-categories collapse: some hold nearly nothing, so users get fewer interests than they could.</source>
        <translation>超类别发生坍缩：有些几乎为空，用户得到的兴趣会少于应有的数量。</translation>
    </message>
    <message>
        <source>Recall@200 has not risen since the first evaluation of this stage.</source>
        <translation>召回率@200 自本阶段首次评估以来没有提高。</translation>
    </message>
</context>
<context>
    <name>ImportNotes</name>
    <message>
        <source>takes the rounded ids as they are</source>
        <translation>按原样采用被舍入的编号</translation>
    </message>
    <message>
        <source>takes the times as they are</source>
        <translation>按原样采用这些时间</translation>
    </message>
    <message>
        <source>takes nearly every row as a user of its own</source>
        <translation>将几乎每一行都视为不同的用户</translation>
    </message>
    <message>
        <source>takes each list as one id</source>
        <translation>将每个列表视为一个编号</translation>
    </message>
    <message>
        <source>reads the file with the chosen preset all the same</source>
        <translation>仍按所选格式读取该文件</translation>
    </message>
    <message>
        <source>goes on with the rows that could be read</source>
        <translation>用可以读取的行继续</translation>
    </message>
    <message>
        <source>makes a data set that no model can be evaluated on</source>
        <translation>生成一个无法评测任何模型的数据集</translation>
    </message>
    <message>
        <source>takes 3/4/2022 as the third of April</source>
        <translation>将 3/4/2022 读作 4 月 3 日</translation>
    </message>
    <message>
        <source>takes 3/4/2022 as the fourth of March</source>
        <translation>将 3/4/2022 读作 3 月 4 日</translation>
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
    <message>
        <source>Amazon Reviews 2023</source>
        <translation>Amazon Reviews 2023</translation>
    </message>
    <message>
        <source>Choose one 5-core file, or *.train, *.valid and *.test together with the split &quot;as the files are cut&quot;; reviews as *.jsonl.gz are read as well. The side table is meta_*.jsonl.gz.</source>
        <translation>选择一个 5-core 文件，或同时选择 *.train、*.valid 和 *.test 并按文件划分；也可读取 *.jsonl.gz 形式的评论。附加表为 meta_*.jsonl.gz。</translation>
    </message>
    <message>
        <source>Yambda</source>
        <translation>Yambda</translation>
    </message>
    <message>
        <source>Choose listens.parquet (DuckDB&apos;s library reads it); likes and other events have no played_ratio_pct: take the positive rule 1. Times count from the start of the log.</source>
        <translation>选择 listens.parquet（由 DuckDB 库读取）；likes 等事件没有 played_ratio_pct，正样本规则请填 1。时间从日志开始处计。</translation>
    </message>
    <message>
        <source>VK-LSVD</source>
        <translation>VK-LSVD</translation>
    </message>
    <message>
        <source>Choose the week_*.parquet files of one folder in their order (DuckDB&apos;s library reads them); rows have no times but are in the order of time, so &quot;as the files are cut&quot; tests on the last week.</source>
        <translation>按顺序选择同一文件夹中的 week_*.parquet（由 DuckDB 库读取）；各行没有时间，但按时间排列，因此按文件划分时以最后一周为测试。</translation>
    </message>
    <message>
        <source>MIND news</source>
        <translation>MIND 新闻</translation>
    </message>
    <message>
        <source>Choose behaviors.tsv: clicked news of each impression count, the history column has no times and is left out. The side table is news.tsv.</source>
        <translation>选择 behaviors.tsv：每次展示中被点击的新闻计入；history 列没有时间，不采用。附加表为 news.tsv。</translation>
    </message>
    <message>
        <source>Retailrocket</source>
        <translation>Retailrocket</translation>
    </message>
    <message>
        <source>Choose events.csv; every event counts unless the positive rule says otherwise, e.g. event in (addtocart, transaction).</source>
        <translation>选择 events.csv；正样本规则未另作规定时所有事件都计入，例如 event in (addtocart, transaction)。</translation>
    </message>
    <message>
        <source>Taobao UserBehavior</source>
        <translation>淘宝 UserBehavior</translation>
    </message>
    <message>
        <source>Choose UserBehavior.csv (user, item, category, behavior, seconds, without header); every behavior counts unless the positive rule says otherwise, e.g. behavior in (buy, fav).</source>
        <translation>选择 UserBehavior.csv（用户、商品、类目、行为、秒，无表头）；正样本规则未另作规定时所有行为都计入，例如 behavior in (buy, fav)。</translation>
    </message>
    <message>
        <source>H&amp;M purchases</source>
        <translation>H&amp;M 购买</translation>
    </message>
    <message>
        <source>Choose transactions_train.csv; days are all the time there is. The side table is articles.csv.</source>
        <translation>选择 transactions_train.csv；时间只精确到日。附加表为 articles.csv。</translation>
    </message>
    <message>
        <source>Last.fm 1K</source>
        <translation>Last.fm 1K</translation>
    </message>
    <message>
        <source>Choose userid-timestamp-artid-artname-traid-traname.tsv; items are tracks, and plays of tracks without an id are refused (map the item to artist for artists).</source>
        <translation>选择 userid-timestamp-artid-artname-traid-traname.tsv；以曲目为视频，没有编号的曲目的播放会被拒绝（要以艺术家为视频，请把视频列设为 artist）。</translation>
    </message>
    <message>
        <source>Logs of kuairand.com: choose the log_standard_*.csv files; log_random_*.csv holds videos that were shown at random. The side table is video_features_basic_*.csv.</source>
        <translation>kuairand.com 的日志：选择 log_standard_*.csv 文件；log_random_*.csv 是随机曝光的视频。附加表为 video_features_basic_*.csv。</translation>
    </message>
</context>
<context>
    <name>InterestMeasures</name>
    <message>
        <source>AMI</source>
        <translation>AMI</translation>
    </message>
    <message>
        <source>Adjusted mutual information of the hyper-categories with the tags of the items, or with the log&apos;s own groups where there are no tags: 0 is chance, 1 identical (higher is better)</source>
        <translation>超类别与物品标签的调整互信息；没有标签时，与日志自身的分组比较：0 为偶然，1 为完全一致（越高越好）</translation>
    </message>
    <message>
        <source>NMI</source>
        <translation>NMI</translation>
    </message>
    <message>
        <source>Normalised mutual information of the same; look at its shuffled value before believing it (higher is better)</source>
        <translation>同样两者的归一化互信息；采信之前先看打乱后的值（越高越好）</translation>
    </message>
    <message>
        <source>SPPMI within</source>
        <translation>兴趣内 SPPMI</translation>
    </message>
    <message>
        <source>Mean SPPMI between items that the same interest recalled, all users of the test day</source>
        <translation>同一兴趣召回的物品之间的平均 SPPMI，测试日的全部用户</translation>
    </message>
    <message>
        <source>SPPMI between</source>
        <translation>兴趣间 SPPMI</translation>
    </message>
    <message>
        <source>Mean SPPMI between items that different interests recalled, all users of the test day</source>
        <translation>不同兴趣召回的物品之间的平均 SPPMI，测试日的全部用户</translation>
    </message>
    <message>
        <source>Within / between</source>
        <translation>兴趣内 / 兴趣间</translation>
    </message>
    <message>
        <source>SPPMI within interests over SPPMI between them: 1 is no difference (higher is better)</source>
        <translation>兴趣内 SPPMI 与兴趣间 SPPMI 之比：1 为没有差别（越高越好）</translation>
    </message>
</context>
<context>
    <name>InterestTitles</name>
    <message>
        <source>Interest %1</source>
        <translation>兴趣 %1</translation>
    </message>
    <message>
        <source>Category %1</source>
        <translation>类别 %1</translation>
    </message>
</context>
<context>
    <name>InterestsFigure</name>
    <message>
        <source>No tested run yet</source>
        <translation>尚无测试过的运行</translation>
    </message>
    <message>
        <source>%1 (higher is better)</source>
        <translation>%1（越高越好）</translation>
    </message>
    <message>
        <source>Higher is better</source>
        <translation>越高越好</translation>
    </message>
    <message>
        <source>Effective interests</source>
        <translation>有效兴趣数</translation>
    </message>
    <message>
        <source>Number of interests</source>
        <translation>兴趣数</translation>
    </message>
    <message>
        <source>%1 against the number of interests, lines: %2, best %3 by %4 with %5</source>
        <translation>%1 随兴趣数的变化，曲线：%2，最佳 %3 来自 %4（%5）</translation>
    </message>
    <message>
        <source>%1 (lower is better)</source>
        <translation>%1（越低越好）</translation>
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
    <message>
        <source>Reading all users</source>
        <translation>正在读取所有用户</translation>
    </message>
    <message>
        <source>Exporting a run</source>
        <translation>正在导出运行</translation>
    </message>
    <message>
        <source>Importing a run</source>
        <translation>正在导入运行</translation>
    </message>
    <message>
        <source>Mapping the items</source>
        <translation>绘制物品地图</translation>
    </message>
    <message>
        <source>placing the items</source>
        <translation>放置物品</translation>
    </message>
    <message>
        <source>Training the sweep</source>
        <translation>正在训练参数扫描</translation>
    </message>
    <message>
        <source>Making the paper kit</source>
        <translation>正在制作论文材料包</translation>
    </message>
    <message>
        <source>Comparing one interest with several on</source>
        <translation>对比单兴趣与多兴趣：</translation>
    </message>
    <message>
        <source>Attaching a side table</source>
        <translation>正在加入附加表</translation>
    </message>
    <message>
        <source>measuring users</source>
        <translation>正在测量用户</translation>
    </message>
    <message>
        <source>Adopting</source>
        <translation>正在采用</translation>
    </message>
    <message>
        <source>Exporting to</source>
        <translation>正在导出到</translation>
    </message>
    <message>
        <source>Trying out</source>
        <translation>正在试运行</translation>
    </message>
</context>
<context>
    <name>Layouts</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>图表</translation>
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
    <message>
        <source>Hard uniformity</source>
        <translation>硬均匀性</translation>
    </message>
    <message>
        <source>Basis of the items</source>
        <translation>物品的基</translation>
    </message>
    <message>
        <source>Sequence to item</source>
        <translation>序列到物品</translation>
    </message>
    <message>
        <source>Sequence to sequence</source>
        <translation>序列到序列</translation>
    </message>
    <message>
        <source>Re-attend</source>
        <translation>再注意（re-attend）</translation>
    </message>
    <message>
        <source>Re-contrast</source>
        <translation>再对比（re-contrast）</translation>
    </message>
    <message>
        <source>Re-construct</source>
        <translation>再重构（re-construct）</translation>
    </message>
    <message>
        <source>Share of own items</source>
        <translation>自有物品占比</translation>
    </message>
</context>
<context>
    <name>MapFigure</name>
    <message>
        <source>component %1 (%2 % of the variance)</source>
        <translation>主成分 %1（方差的 %2 %）</translation>
    </message>
    <message>
        <source>layout of %1 nearest neighbours, seed %2</source>
        <translation>%1 个最近邻的布局，种子 %2</translation>
    </message>
    <message>
        <source>history of %1</source>
        <translation>%1 的历史</translation>
    </message>
    <message>
        <source>recalled by interest %1</source>
        <translation>由兴趣 %1 召回</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>主成分</translation>
    </message>
    <message>
        <source>Nearest neighbours (UMAP)</source>
        <translation>最近邻（UMAP）</translation>
    </message>
    <message>
        <source>Plane of two categories</source>
        <translation>两个类别的平面</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 of %2 items of run %3 as points: %4</source>
        <translation>运行 %3 的 %2 个物品中的 %1 个，以点表示：%4</translation>
    </message>
    <message>
        <source>cosine to category %1</source>
        <translation>与类别 %1 的余弦</translation>
    </message>
    <message>
        <source>hyper-category</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>training interactions</source>
        <translation>训练交互数</translation>
    </message>
    <message>
        <source>component %1</source>
        <translation>主成分 %1</translation>
    </message>
    <message>
        <source>recalled by %1</source>
        <translation>由 %1 召回</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Interests attend to the history side by side, so no item is assigned to one of them.</source>
        <translation>各兴趣并行地关注历史，因此物品不会分配给其中某一个兴趣。</translation>
    </message>
    <message>
        <source>Reconstructed from published descriptions: no code of the original was released.</source>
        <translation>根据已发表的描述复现：原作未公开代码。</translation>
    </message>
    <message>
        <source>What most had on the training days: the same list for everybody.</source>
        <translation>训练日中出现最多的物品：所有人得到同一列表。</translation>
    </message>
    <message>
        <source>What most had on the last training days.</source>
        <translation>最近几个训练日中出现最多的物品。</translation>
    </message>
    <message>
        <source>Scores an item by its similarity to the items of the history. Computed in seconds.</source>
        <translation>按与历史中物品的相似度为物品打分。几秒内算出。</translation>
    </message>
    <message>
        <source>Predicts every item from all others by a linear model in closed form. Computed in seconds.</source>
        <translation>用具有闭式解的线性模型，由其他所有物品预测每个物品。几秒内算出。</translation>
    </message>
    <message>
        <source>A TorchScript file that was added to this workspace.</source>
        <translation>添加到此工作区的 TorchScript 文件。</translation>
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
    <message>
        <source>%1 or more</source>
        <extracomment>a duration of which only the least is known</extracomment>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <extracomment>from one duration to another</extracomment>
        <translation>%1 至 %2</translation>
    </message>
</context>
<context>
    <name>ParameterChoices</name>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Pre-training</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Any later</source>
        <translation>任意后续</translation>
    </message>
    <message>
        <source>Next item</source>
        <translation>下一个物品</translation>
    </message>
    <message>
        <source>Lazy Adam</source>
        <translation>惰性 Adam</translation>
    </message>
    <message>
        <source>Dense Adam</source>
        <translation>稠密 Adam</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Interests</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Infinite</source>
        <translation>无穷</translation>
    </message>
    <message>
        <source>All slots</source>
        <translation>全部位置</translation>
    </message>
    <message>
        <source>Own items</source>
        <translation>自身物品</translation>
    </message>
    <message>
        <source>Linear, ReLU</source>
        <translation>线性 + ReLU</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Per category</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Per position</source>
        <translation>按位置</translation>
    </message>
    <message>
        <source>Histories</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>Coherent</source>
        <translation>连贯</translation>
    </message>
    <message>
        <source>The last one</source>
        <translation>最后一个</translation>
    </message>
    <message>
        <source>The best one</source>
        <translation>最好的一个</translation>
    </message>
    <message>
        <source>The whole history</source>
        <translation>全部历史</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>模型所读的</translation>
    </message>
    <message>
        <source>By memory</source>
        <translation>按内存决定</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Sparse</source>
        <translation>稀疏</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不去掉</translation>
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
        <source>This model</source>
        <translation>本模型</translation>
    </message>
    <message>
        <source>Initial scale</source>
        <translation>初始尺度</translation>
    </message>
    <message>
        <source>Factor on the item vectors that a training starts from.</source>
        <translation>训练开始时物品向量所乘的系数。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of the encoder&apos;s values that a training step leaves out.</source>
        <translation>每个训练步舍弃的编码器数值的比例。</translation>
    </message>
    <message>
        <source>Confident samples (λ)</source>
        <translation>置信样本 (λ)</translation>
    </message>
    <message>
        <source>Share of the pairs of past and future intentions that is learnt from: those predicted best.</source>
        <translation>用于学习的过去与未来意图对的比例：取预测最好的部分。</translation>
    </message>
    <message>
        <source>Routing iterations</source>
        <translation>路由迭代次数</translation>
    </message>
    <message>
        <source>How often the shares of the history items in the interests are settled.</source>
        <translation>确定历史物品在各兴趣中占比的迭代次数。</translation>
    </message>
    <message>
        <source>Routing competes over</source>
        <translation>路由竞争范围</translation>
    </message>
    <message>
        <source>The interests share each item, as in the original, or the items share each interest, as in some public ports.</source>
        <translation>由各兴趣分享每个物品（与原作一致），或由各物品分享每个兴趣（与部分公开移植版一致）。</translation>
    </message>
    <message>
        <source>Label-aware power (p)</source>
        <translation>标签感知幂次 (p)</translation>
    </message>
    <message>
        <source>How sharply training attends to the interest nearest to the target; infinite takes that interest alone.</source>
        <translation>训练时关注离目标最近的兴趣的锐度；无穷大表示只取该兴趣。</translation>
    </message>
    <message>
        <source>Interests by history length</source>
        <translation>按历史长度确定兴趣数</translation>
    </message>
    <message>
        <source>A user gets only as many interests as the logarithm (base 2) of the history length allows.</source>
        <translation>用户的兴趣数不超过历史长度的对数（以 2 为底）。</translation>
    </message>
    <message>
        <source>Orthogonal channels (w1)</source>
        <translation>正交通道 (w1)</translation>
    </message>
    <message>
        <source>Weight of the term that keeps the channels apart.</source>
        <translation>使各通道相互分离的损失项的权重。</translation>
    </message>
    <message>
        <source>Basis of the items (w2)</source>
        <translation>物品的基 (w2)</translation>
    </message>
    <message>
        <source>Weight of the term that lets the channels rebuild the history items.</source>
        <translation>使各通道重建历史物品的损失项的权重。</translation>
    </message>
    <message>
        <source>Re-attend</source>
        <translation>再注意（re-attend）</translation>
    </message>
    <message>
        <source>Weight of the term that makes attention agree with nearness to the interest.</source>
        <translation>使注意力与到兴趣的接近程度一致的损失项的权重。</translation>
    </message>
    <message>
        <source>Re-contrast</source>
        <translation>再对比（re-contrast）</translation>
    </message>
    <message>
        <source>Weight of the term that sets an interest apart from other interests and from items that are not its own.</source>
        <translation>使兴趣与其他兴趣及非自有物品相区分的损失项的权重。</translation>
    </message>
    <message>
        <source>Re-construct</source>
        <translation>再重构（re-construct）</translation>
    </message>
    <message>
        <source>Weight of the term that rebuilds an interest&apos;s items from it.</source>
        <translation>由兴趣重建其物品的损失项的权重。</translation>
    </message>
    <message>
        <source>Contrast temperature (τ)</source>
        <translation>对比温度 (τ)</translation>
    </message>
    <message>
        <source>Sharpness of re-contrast; smaller is sharper.</source>
        <translation>再对比的锐度；值越小越尖锐。</translation>
    </message>
    <message>
        <source>Gate of own items</source>
        <translation>自有物品门限</translation>
    </message>
    <message>
        <source>Items with more attention than this belong to an interest; 0 means 1 divided by the history length.</source>
        <translation>注意力高于此值的物品属于该兴趣；0 表示 1 除以历史长度。</translation>
    </message>
    <message>
        <source>Backward terms averaged over</source>
        <translation>反向损失项平均方式</translation>
    </message>
    <message>
        <source>All slots of the padded batch, as in the original code, or the own items alone.</source>
        <translation>填充后批次的所有位置（与原代码一致），或仅自有物品。</translation>
    </message>
    <message>
        <source>Start of the categories</source>
        <translation>类别的起点</translation>
    </message>
    <message>
        <source>At random as in the paper, orthogonal to each other, or coherent: from groups of videos that the same users watch, so that categories mean something. One interest has nothing to be coherent about.</source>
        <translation>像论文那样随机、彼此正交，或连贯：从同一批用户观看的视频组开始，使类别有意义。只有一个兴趣时不起作用。</translation>
    </message>
    <message>
        <source>Warm-up epochs</source>
        <translation>预热轮数</translation>
    </message>
    <message>
        <source>A coherent start is preceded by at most so many epochs with one interest; 0 begins from vectors at random.</source>
        <translation>连贯的起点之前，最多用一个兴趣训练这么多轮；0 表示从随机向量开始。</translation>
    </message>
    <message>
        <source>Pull to the group</source>
        <translation>向组的拉力</translation>
    </message>
    <message>
        <source>How far a coherent start moves every video towards the category of its group; what it is otherwise has length 1.</source>
        <translation>连贯的起点把每个视频向其所在组的类别移动多远；其余部分的长度为 1。</translation>
    </message>
    <message>
        <source>Kept stage</source>
        <translation>保留的阶段</translation>
    </message>
    <message>
        <source>Which stage&apos;s weights stand for the run: the last one&apos;s, as in the paper, or those that the validation day prefers.</source>
        <translation>运行采用哪个阶段的权重：像论文那样用最后一个，或用验证日更好的那个。</translation>
    </message>
    <message>
        <source>Left out of lists</source>
        <translation>列表中去掉的</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Items are ranked by inner product, or by cosine with the interest.</source>
        <translation>物品按与兴趣的内积或余弦相似度排序。</translation>
    </message>
    <message>
        <source>Item vectors</source>
        <translation>物品向量</translation>
    </message>
    <message>
        <source>File and array that the item vectors were adopted from.</source>
        <translation>物品向量来自的文件和数组。</translation>
    </message>
    <message>
        <source>Interests</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>File and array that the interests were adopted from.</source>
        <translation>兴趣向量来自的文件和数组。</translation>
    </message>
    <message>
        <source>SHA-256 of the files</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>Checksums of everything that was read at the adoption.</source>
        <translation>采用时读取的所有文件的校验和。</translation>
    </message>
    <message>
        <source>Reference recommender</source>
        <translation>参照推荐器</translation>
    </message>
    <message>
        <source>Regularisation (λ)</source>
        <translation>正则化（λ）</translation>
    </message>
    <message>
        <source>Weight of the L2 penalty; larger trusts rare items less.</source>
        <translation>L2 惩罚的权重；越大越不信任少见的物品。</translation>
    </message>
    <message>
        <source>Solution</source>
        <translation>求解方式</translation>
    </message>
    <message>
        <source>Exact in closed form, or each item from its most similar ones alone, which is an approximation; auto is exact where the memory suffices.</source>
        <translation>以闭式精确求解，或只由最相似的物品预测每个物品（近似）；内存足够时 auto 取精确解。</translation>
    </message>
    <message>
        <source>Memory (GB)</source>
        <translation>内存（GB）</translation>
    </message>
    <message>
        <source>What the solution may take; the exact one needs 12 bytes a pair of items.</source>
        <translation>求解可用的内存；精确解每对物品需要 12 字节。</translation>
    </message>
    <message>
        <source>Neighbours, sparse</source>
        <translation>稀疏解的近邻数</translation>
    </message>
    <message>
        <source>From how many items the sparse solution predicts each one.</source>
        <translation>稀疏解由多少个物品预测每个物品。</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>How many nearest items of every item count.</source>
        <translation>每个物品取多少个最近的物品。</translation>
    </message>
    <message>
        <source>Shrinkage</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Added to the denominator of the cosine, so that few common users make no neighbours.</source>
        <translation>加在余弦的分母上，使少数共同用户不足以成为近邻。</translation>
    </message>
    <message>
        <source>Only the most recent items of a history, up to this many, are read; 0 reads all of it.</source>
        <translation>只读取历史中最近的至多这么多个物品；0 表示全部读取。</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>How many of the last training days are counted.</source>
        <translation>统计最近多少个训练日。</translation>
    </message>
    <message>
        <source>What is never recommended: all that a user had before, only the items that the model reads, as the released code does, or nothing, where people watch again.</source>
        <translation>哪些视频不再推荐：用户此前的全部视频；仅模型所读的视频，与公开代码一致；或不去掉任何视频，适用于会重复观看的情形。</translation>
    </message>
    <message>
        <source>Readout</source>
        <translation>读出方式</translation>
    </message>
    <message>
        <source>Which interest scores a candidate in the loss: the one nearest to the positive, or the best of each candidate.</source>
        <translation>损失中由哪个兴趣为候选打分：离正样本最近的兴趣，或每个候选得分最高的兴趣。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>What scores are divided by in the loss.</source>
        <translation>损失中得分除以的数值。</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>文件的 SHA-256</translation>
    </message>
    <message>
        <source>Checksum of the TorchScript file that is the model.</source>
        <translation>作为模型的 TorchScript 文件的校验和。</translation>
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
    <message>
        <source>Demo: done in about a minute</source>
        <translation>演示：约一分钟完成</translation>
    </message>
    <message>
        <source>Coherent interests</source>
        <translation>连贯的兴趣</translation>
    </message>
</context>
<context>
    <name>RankingMetrics</name>
    <message>
        <source>The share of a user&apos;s test-day items in the list, averaged over users (higher is better)</source>
        <translation>列表中包含的用户测试日物品的比例，对用户取平均（越高越好）</translation>
    </message>
    <message>
        <source>The share of users with at least one test-day item in the list (higher is better)</source>
        <translation>列表中至少包含一个测试日物品的用户比例（越高越好）</translation>
    </message>
    <message>
        <source>Test-day items in the list, discounted by their rank and set against the best order there is, averaged over users (higher is better)</source>
        <translation>列表中的测试日物品按名次折减，再与最佳排序相比，对用户取平均（越高越好）</translation>
    </message>
    <message>
        <source>The share of the list that is test-day items, averaged over users (higher is better)</source>
        <translation>列表中测试日物品所占的比例，对用户取平均（越高越好）</translation>
    </message>
    <message>
        <source>One over the rank of the first test-day item in the list, averaged over users (higher is better)</source>
        <translation>列表中第一个测试日物品名次的倒数，对用户取平均（越高越好）</translation>
    </message>
    <message>
        <source>The share of all items that are in any list (higher is better)</source>
        <translation>出现在任一列表中的物品占全部物品的比例（越高越好）</translation>
    </message>
    <message>
        <source>How unevenly the lists share out the items: 0 is even, near 1 concentrated (lower is better)</source>
        <translation>列表分配物品的不均程度：0 为均匀，接近 1 为集中（越低越好）</translation>
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
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>MRR</source>
        <translation>MRR</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Gini</source>
        <translation>基尼系数</translation>
    </message>
</context>
<context>
    <name>Rejects</name>
    <message>
        <source>the row holds a NUL byte</source>
        <translation>该行含有 NUL 字节</translation>
    </message>
    <message>
        <source>the time is empty</source>
        <translation>时间为空</translation>
    </message>
    <message>
        <source>not a time</source>
        <translation>不是时间</translation>
    </message>
    <message>
        <source>the day is empty</source>
        <translation>日期为空</translation>
    </message>
    <message>
        <source>not a day number</source>
        <translation>不是日期编号</translation>
    </message>
    <message>
        <source>the row is cut short: this column is missing</source>
        <translation>该行被截断：缺少此列</translation>
    </message>
    <message>
        <source>the row has more columns than the header</source>
        <translation>该行的列数多于表头</translation>
    </message>
    <message>
        <source>the id is empty</source>
        <translation>ID 为空</translation>
    </message>
    <message>
        <source>the id is longer than 1,024 bytes</source>
        <translation>ID 超过 1,024 字节</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>the line is no JSON object</source>
        <translation>该行不是 JSON 对象</translation>
    </message>
    <message>
        <source>no part of a split (train, valid or test)</source>
        <translation>不是划分的一部分（train、valid 或 test）</translation>
    </message>
    <message>
        <source>the time lies far outside of the log&apos;s span</source>
        <translation>时间远在日志的时间范围之外</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>变体</translation>
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
        <source>#I.</source>
        <translation>#I.</translation>
    </message>
    <message>
        <source>Interactions</source>
        <translation>交互</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
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
    <message>
        <source>Parameter changed</source>
        <translation>参数已更改</translation>
    </message>
    <message>
        <source>Not a finite number</source>
        <translation>不是有限数值</translation>
    </message>
    <message>
        <source>Hyper-categories collapse</source>
        <translation>超类别坍缩</translation>
    </message>
    <message>
        <source>No gain since the start</source>
        <translation>自开始以来无提升</translation>
    </message>
    <message>
        <source>Next stage asked for</source>
        <translation>要求进入下一阶段</translation>
    </message>
</context>
<context>
    <name>RunLook</name>
    <message>
        <source>Colour %1</source>
        <extracomment>One of the colours that the curves of a run may have</extracomment>
        <translation>颜色 %1</translation>
    </message>
    <message>
        <source>Colour %1, dashed</source>
        <extracomment>One of the colours that the curves of a run may have, drawn with dashes</extracomment>
        <translation>颜色 %1，虚线</translation>
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
    <name>SplitTexts</name>
    <message>
        <source>%1: %2</source>
        <extracomment>Kind of a split and its argument, e.g. &quot;Last days: 2&quot;</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <extracomment>Largest reachable recall and its cut-off, e.g. &quot;0.9731 at 50&quot;</extracomment>
        <translation>%1（@%2）</translation>
    </message>
    <message>
        <source>%1 of %2 test targets (%3) can never be in a list; the largest reachable recall is %4.</source>
        <translation>%2 个测试目标中有 %1 个（%3）永远不可能进入列表；可达到的最大召回率为 %4。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Splits</name>
    <message>
        <source>Last days</source>
        <translation>最后几天</translation>
    </message>
    <message>
        <source>The last N days are the test, the N days before them validation.</source>
        <translation>最后 N 天为测试，之前 N 天为验证。</translation>
    </message>
    <message>
        <source>From a date</source>
        <translation>自某日起</translation>
    </message>
    <message>
        <source>The test is everything from that day on, validation as many days before it.</source>
        <translation>自该日起的全部交互为测试，之前同样多的天为验证。</translation>
    </message>
    <message>
        <source>Equal slices of time</source>
        <translation>等长时间片</translation>
    </message>
    <message>
        <source>The last of N equal slices is the test, the one before it validation.</source>
        <translation>N 个等长时间片中的最后一片为测试，前一片为验证。</translation>
    </message>
    <message>
        <source>Shares of the log</source>
        <translation>全部交互的比例</translation>
    </message>
    <message>
        <source>All interactions in the order of time, cut at these shares.</source>
        <translation>全部交互按时间排列，按这些比例切分。</translation>
    </message>
    <message>
        <source>Each user&apos;s last items</source>
        <translation>每个用户的最后几次</translation>
    </message>
    <message>
        <source>The last N interactions of each user are the test, the N before them validation.</source>
        <translation>每个用户的最后 N 次交互为测试，之前 N 次为验证。</translation>
    </message>
    <message>
        <source>Shares of each user</source>
        <translation>每个用户的比例</translation>
    </message>
    <message>
        <source>The interactions of each user, cut at these shares.</source>
        <translation>每个用户的交互按这些比例切分。</translation>
    </message>
    <message>
        <source>As a column says</source>
        <translation>按列中所写</translation>
    </message>
    <message>
        <source>The column holds train, valid or test (or 0, 1, 2).</source>
        <translation>该列写着 train、valid 或 test（或 0、1、2）。</translation>
    </message>
    <message>
        <source>As the files are cut</source>
        <translation>按文件</translation>
    </message>
    <message>
        <source>Files called train, valid and test; otherwise the last file is the test and the one before it validation.</source>
        <translation>名为 train、valid 和 test 的文件；否则最后一个文件为测试，前一个为验证。</translation>
    </message>
</context>
<context>
    <name>SppmiFigure</name>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>SPPMI</source>
        <translation>SPPMI</translation>
    </message>
    <message>
        <source>SPPMI of a pair</source>
        <translation>物品对的 SPPMI</translation>
    </message>
    <message>
        <source>zeros %1 %, mean %2</source>
        <translation>零值 %1 %，平均 %2</translation>
    </message>
    <message>
        <source>Share of pairs</source>
        <translation>物品对占比</translation>
    </message>
    <message>
        <source>Cumulative share</source>
        <translation>累积占比</translation>
    </message>
    <message>
        <source>%1: mean SPPMI %2 over %3 items, %4 % zeros</source>
        <translation>%1：%3 个物品的平均 SPPMI 为 %2，零值 %4 %</translation>
    </message>
    <message>
        <source>ordered by interest</source>
        <translation>按兴趣排序</translation>
    </message>
    <message>
        <source>ordered by hyper-category</source>
        <translation>按超类别排序</translation>
    </message>
    <message>
        <source>clustered (average linkage); bars: interests</source>
        <translation>聚类排序（平均联接）；色条：兴趣</translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s)</source>
        <translation>
            <numerusform>%n 个兴趣</numerusform>
        </translation>
    </message>
    <message>
        <source>within %1, between %2, ratio %3</source>
        <translation>兴趣内 %1，兴趣间 %2，比值 %3</translation>
    </message>
    <message numerus="yes">
        <source>User %1 is the typical one: within / between is %2, the median of %n test user(s) with items from several interests.</source>
        <translation>
            <numerusform>用户 %1 是典型用户：兴趣内 / 兴趣间之比为 %2，是列表来自多个兴趣的 %n 个测试用户的中位数。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>User %1 is the clearest one, not a typical one: within / between is %2, the highest of %n test user(s) with items from several interests; their median is %3.</source>
        <translation>
            <numerusform>用户 %1 是最清晰而非典型的用户：兴趣内 / 兴趣间之比为 %2，是列表来自多个兴趣的 %n 个测试用户中的最高值；其中位数为 %3。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>User %1 was named: within / between is %2; the median of %n test user(s) with items from several interests is %3.</source>
        <translation>
            <numerusform>用户 %1 为指定用户：兴趣内 / 兴趣间之比为 %2；列表来自多个兴趣的 %n 个测试用户的中位数为 %3。</numerusform>
        </translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>%1; narrow: %2</source>
        <extracomment>Above a matrix: blocks of so few columns that nothing can be written over them</extracomment>
        <translation>%1；窄块：%2</translation>
    </message>
    <message>
        <source>User %1, K %2, shift %3, minimum count %4, %5. Colours to the %6th percentile (%7) from 0. Dashed: cumulative share. Brackets: 95 % intervals over items.</source>
        <translation>用户 %1，K %2，偏移 %3，最小计数 %4，%5。颜色从 0 到第 %6 百分位数（%7）。虚线：累积占比。方括号：对物品的 95 % 区间。</translation>
    </message>
    <message>
        <source>Small squares: means of the pairs between two interests.</source>
        <translation>小方格：两个兴趣之间各对的均值。</translation>
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
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Warm-up (one interest)</source>
        <translation>预热（一个兴趣）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
</context>
<context>
    <name>StagesFigure</name>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>hyper-category</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>share of the
assignment mass</source>
        <translation>分配占比
占比</translation>
    </message>
    <message>
        <source>no hyper-categories</source>
        <translation>没有超类别</translation>
    </message>
    <message>
        <source>%1, best epoch %2</source>
        <translation>%1，最佳为第 %2 轮</translation>
    </message>
    <message>
        <source>No stage of this run was evaluated</source>
        <translation>此运行没有评估过任何阶段</translation>
    </message>
    <message>
        <source>%1: validation Recall@%2 %3 at epoch %4</source>
        <translation>%1：验证召回率@%2 为 %3，第 %4 轮</translation>
    </message>
    <message>
        <source>%1@K
(higher is better)</source>
        <extracomment>%1 is the name of a metric</extracomment>
        <translation>%1@K
（越高越好）</translation>
    </message>
    <message>
        <source>%1@K
(lower is better)</source>
        <translation>%1@K
（越低越好）</translation>
    </message>
</context>
<context>
    <name>SweepTableModel</name>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>在队列中</translation>
    </message>
    <message>
        <source>Trained by another program</source>
        <translation>由另一程序训练</translation>
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
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Some points failed</source>
        <translation>部分点失败</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>TradeoffFigure</name>
    <message>
        <source>Recall@%1 (higher is better)</source>
        <translation>Recall@%1（越高越好）</translation>
    </message>
    <message>
        <source>Hit rate@%1 (higher is better)</source>
        <translation>命中率@%1（越高越好）</translation>
    </message>
    <message>
        <source>Intra-list diversity@%1 by SPPMI</source>
        <translation>列表内多样性@%1（SPPMI）</translation>
    </message>
    <message>
        <source>Intra-list diversity@%1 by tag</source>
        <translation>列表内多样性@%1（标签）</translation>
    </message>
    <message>
        <source>Catalogue coverage@%1</source>
        <translation>目录覆盖率@%1</translation>
    </message>
    <message>
        <source>Gini of exposure@%1 (lower is more even)</source>
        <translation>曝光基尼系数@%1（越低越均匀）</translation>
    </message>
    <message>
        <source>Users of the recommended items@%1</source>
        <translation>推荐物品的用户数@%1</translation>
    </message>
    <message>
        <source>No run has both of these values</source>
        <translation>没有运行同时具有这两个值</translation>
    </message>
    <message>
        <source>%1 against %2. %3</source>
        <translation>%1 对 %2。%3</translation>
    </message>
</context>
<context>
    <name>TrainingFigure</name>
    <message>
        <source>Step</source>
        <translation>步</translation>
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
        <source>Loss
(lower is better)</source>
        <translation>损失
（越低越好）</translation>
    </message>
    <message>
        <source>Regularisers</source>
        <translation>正则项</translation>
    </message>
</context>
<context>
    <name>UserFigure</name>
    <message>
        <source>history, oldest first</source>
        <translation>历史，从旧到新</translation>
    </message>
    <message>
        <source>This model does not assign items to interests</source>
        <translation>该模型不将物品分配给兴趣</translation>
    </message>
    <message>
        <source>assignment weight</source>
        <translation>分配权重</translation>
    </message>
    <message>
        <source>interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>places in the merged list</source>
        <translation>合并列表中的位置数</translation>
    </message>
    <message>
        <source>source interest</source>
        <translation>来源兴趣</translation>
    </message>
    <message>
        <source>place in the merged list (rings: held-out hits)</source>
        <translation>在合并列表中的位置（圆环：留出命中）</translation>
    </message>
    <message>
        <source>User %1: %2 history items over %3 interests</source>
        <translation>用户 %1：%2 个历史物品，分布于 %3 个兴趣</translation>
    </message>
    <message>
        <source>User %1: %2 of %3 held-out items in %4 recommended</source>
        <translation>用户 %1：%4 个推荐中包含 %3 个留出物品中的 %2 个</translation>
    </message>
    <message>
        <source>history, oldest first, gaps in proportion to time</source>
        <translation>历史，从旧到新，间隔与时间成比例</translation>
    </message>
</context>
<context>
    <name>UsersDiversityFigure</name>
    <message>
        <source>zeros %1 %, mean %2</source>
        <translation>零值 %1 %，均值 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n user(s)</source>
        <translation>
            <numerusform>%n 个用户</numerusform>
        </translation>
    </message>
    <message>
        <source>all users of the test day</source>
        <translation>测试日的所有用户</translation>
    </message>
    <message numerus="yes">
        <source>the %n most active user(s)</source>
        <translation>
            <numerusform>最活跃的 %n 个用户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the %n least active user(s)</source>
        <translation>
            <numerusform>最不活跃的 %n 个用户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>users with %n active interest(s)</source>
        <translation>
            <numerusform>有 %n 个活跃兴趣的用户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n listed user(s)</source>
        <translation>
            <numerusform>列出的 %n 个用户</numerusform>
        </translation>
    </message>
    <message>
        <source>Every user</source>
        <translation>所有用户</translation>
    </message>
    <message numerus="yes">
        <source>%n active interest(s)</source>
        <translation>
            <numerusform>%n 个活跃兴趣</numerusform>
        </translation>
    </message>
    <message>
        <source>Least active third</source>
        <translation>最不活跃的三分之一</translation>
    </message>
    <message>
        <source>Middle third</source>
        <translation>中间的三分之一</translation>
    </message>
    <message>
        <source>Most active third</source>
        <translation>最活跃的三分之一</translation>
    </message>
    <message>
        <source>%1: mean SPPMI %2 within and %3 between interests over %4, %5 % zeros</source>
        <translation>%1：在%4上兴趣内平均 SPPMI %2、兴趣间 %3，零值 %5 %</translation>
    </message>
    <message>
        <source>within %1, between %2, ratio %3</source>
        <translation>兴趣内 %1，兴趣间 %2，比值 %3</translation>
    </message>
    <message>
        <source>Mean SPPMI of the items of two interests over %1, K %2, shift %3, minimum count %4; every user counts once. Bins of %5. Dashed: cumulative share. Brackets: 95 % intervals over users.</source>
        <translation>%1的两个兴趣的物品之间的平均 SPPMI，K %2，偏移 %3，最小计数 %4；每位用户计一次。区间宽 %5。虚线：累积占比。方括号：对用户的 95 % 区间。</translation>
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
    <message>
        <source>Data sets, run bundles, figures, configurations or logs to open.</source>
        <translation>要打开的数据集、运行包、图、配置或日志。</translation>
    </message>
    <message>
        <source>Open a sample study: %1.</source>
        <translation>打开示例研究：%1。</translation>
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
    <message>
        <source>Words of titles</source>
        <translation>标题分词</translation>
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
    <message>
        <source>%1: %2</source>
        <comment>a menu and one of its entries</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>In the panels</source>
        <comment>commands of keys that work inside of a panel</comment>
        <translation>面板内</translation>
    </message>
</context>
<context>
    <name>opal::AdoptDialog</name>
    <message>
        <source>Choose a file of vectors</source>
        <translation>选择向量文件</translation>
    </message>
    <message>
        <source>Arrays (*.npy *.npz *.safetensors);;Lists of ids (*.txt);;All files (*)</source>
        <translation>数组 (*.npy *.npz *.safetensors);;ID 列表 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Adopt vectors</source>
        <translation>采用向量</translation>
    </message>
    <message>
        <source>Makes a run from the item vectors and interests of another program. FILE:ARRAY names an array of a file; without ids, rows are in the order of the data set.</source>
        <translation>用其他程序的物品向量和兴趣生成一次运行。FILE:ARRAY 指定文件中的数组；没有 ID 时，行按数据集的顺序。</translation>
    </message>
    <message>
        <source>&amp;Item vectors</source>
        <translation>物品向量(&amp;I)</translation>
    </message>
    <message>
        <source>Ids of the items</source>
        <translation>物品的 ID</translation>
    </message>
    <message>
        <source>I&amp;nterests</source>
        <translation>兴趣(&amp;N)</translation>
    </message>
    <message>
        <source>Ids of the users</source>
        <translation>用户的 ID</translation>
    </message>
    <message>
        <source>Interests that count</source>
        <translation>有效的兴趣</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Interests before the validation day</source>
        <translation>验证日之前的兴趣</translation>
    </message>
    <message>
        <source>Array [items, dimensions] of a .npy, .npz or .safetensors file</source>
        <translation>.npy、.npz 或 .safetensors 文件中的数组 [物品, 维度]</translation>
    </message>
    <message>
        <source>The item of every row: an array, or a text file with one id a line; may be empty</source>
        <translation>每一行对应的物品：数组，或每行一个 ID 的文本文件；可以为空</translation>
    </message>
    <message>
        <source>Array [users, interests, dimensions] or [users, dimensions], before the test day</source>
        <translation>测试日之前的数组 [用户, 兴趣, 维度] 或 [用户, 维度]</translation>
    </message>
    <message>
        <source>The user of every row: an array, or a text file with one id a line; may be empty</source>
        <translation>每一行对应的用户：数组，或每行一个 ID 的文本文件；可以为空</translation>
    </message>
    <message>
        <source>Array [users, interests] that says which interests take part; empty: all</source>
        <translation>说明哪些兴趣有效的数组 [用户, 兴趣]；为空表示全部</translation>
    </message>
    <message>
        <source>Array [users, interests] with the share of an interest in the user&apos;s past; may be empty</source>
        <translation>兴趣占用户历史份额的数组 [用户, 兴趣]；可以为空</translation>
    </message>
    <message>
        <source>As the interests; without it the validation day is evaluated with those of the test day, which may know it</source>
        <translation>与兴趣相同；没有它时，验证日用测试日的兴趣评估，而后者可能见过验证日</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>选择文件：%1</translation>
    </message>
    <message>
        <source>&amp;Data set</source>
        <translation>数据集(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Score</source>
        <translation>得分(&amp;S)</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>名称(&amp;M)</translation>
    </message>
    <message>
        <source>Inner product</source>
        <translation>内积</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Items without a vector score 0</source>
        <translation>没有向量的物品得 0 分</translation>
    </message>
    <message>
        <source>Users without interests get an empty list</source>
        <translation>没有兴趣的用户得到空列表</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>How many of the items or users of a data set have a vector</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Interests of a user: %1, dimensions: %2. Items with a vector: %3. Users with interests: %4.</source>
        <translation>每个用户的兴趣数：%1，维度：%2。有向量的物品：%3。有兴趣的用户：%4。</translation>
    </message>
    <message>
        <source>Rows that the data set does not know: %1.</source>
        <translation>数据集中没有的行：%1。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>opal::AttachForm</name>
    <message>
        <source>Attach a side table</source>
        <translation>加入附加表</translation>
    </message>
    <message>
        <source>Titles, tags and covers of the items are read from a table and kept in the data set. The interactions, the fingerprint and the runs stay as they are.</source>
        <translation>从一张表读取视频的标题、标签和封面，保存到数据集中。交互、指纹和运行保持不变。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Progress of attaching</source>
        <translation>加入的进度</translation>
    </message>
</context>
<context>
    <name>opal::AttributionView</name>
    <message>
        <source>Reading all users of the run once; the jobs strip shows how far and cancels.</source>
        <translation>正在一次性读取该运行的所有用户；任务条显示进度，并可取消。</translation>
    </message>
    <message>
        <source>Open this page on a run to see which interest finds what.</source>
        <translation>对某个运行打开此页，查看各兴趣分别找到什么。</translation>
    </message>
    <message>
        <source>What each interest finds</source>
        <translation>各兴趣找到的内容</translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>Hits found</source>
        <translation>命中数</translation>
    </message>
    <message>
        <source>Held-out items of the merged lists whose highest score is this interest&apos;s</source>
        <translation>合并列表中由该兴趣给出最高得分的留出物品</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>独有</translation>
    </message>
    <message>
        <source>Of these, in no other interest&apos;s list</source>
        <translation>其中不在任何其他兴趣列表中的物品</translation>
    </message>
    <message>
        <source>In own list</source>
        <translation>在自身列表中</translation>
    </message>
    <message>
        <source>Held-out items in the interest&apos;s own list, whoever else has them</source>
        <translation>该兴趣自身列表中的留出物品，无论其他兴趣是否也包含</translation>
    </message>
    <message>
        <source>Recall part</source>
        <translation>召回率份额</translation>
    </message>
    <message>
        <source>Its part of the recall; the parts add up to it</source>
        <translation>该兴趣在召回率中的份额；各份额之和等于召回率</translation>
    </message>
    <message>
        <source>Loss if dropped</source>
        <translation>去除后的损失</translation>
    </message>
    <message>
        <source>Recall that is lost if the lists are merged without this interest</source>
        <translation>合并列表时去除该兴趣所损失的召回率</translation>
    </message>
    <message>
        <source>What each user&apos;s j-th strongest interest adds to the stronger ones; row j, they add up to the recall</source>
        <translation>每个用户第 j 强的兴趣在更强兴趣之上的增量；即第 j 行，各行之和等于召回率</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置数</translation>
    </message>
    <message>
        <source>Places of the merged lists that it fills</source>
        <translation>该兴趣在合并列表中占据的位置数</translation>
    </message>
    <message>
        <source>Marginal</source>
        <translation>边际</translation>
    </message>
    <message>
        <source>Number and name of the interest; the marginal recall is by intensity instead</source>
        <translation>兴趣的编号和名称；边际召回率则按强度排列</translation>
    </message>
</context>
<context>
    <name>opal::CardColumn</name>
    <message>
        <source>share of the merged list</source>
        <translation>在合并列表中的占比</translation>
    </message>
    <message>
        <source>this model does not assign items to interests</source>
        <translation>该模型不将物品分配给兴趣</translation>
    </message>
    <message>
        <source>Interests</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>%1 and %2 are about the same: %3 % of their lists</source>
        <extracomment>Two interests by their numbers, and the share of their lists that is the same</extracomment>
        <translation>兴趣 %1 与 %2 几乎相同：列表有 %3 % 重合</translation>
    </message>
    <message numerus="yes">
        <source>(and %n more pair(s))</source>
        <translation>
            <numerusform>（另有 %n 对）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::CategoriesPanel</name>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>There is no earlier evaluation to compare with.</source>
        <translation>没有更早的评估可供比较。</translation>
    </message>
    <message>
        <source>The evaluation is being written.</source>
        <translation>正在写入评估。</translation>
    </message>
    <message>
        <source>Comparing the categories…</source>
        <translation>正在比较类别…</translation>
    </message>
    <message>
        <source>&amp;Evaluation</source>
        <extracomment>Which evaluation of the training is shown</extracomment>
        <translation>评估(&amp;E)</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Moves &amp;since</source>
        <translation>变动起点(&amp;S)</translation>
    </message>
    <message>
        <source>Earlier evaluation to compare the items with</source>
        <translation>用于比较物品变动的较早评估</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>%1, epoch %2</source>
        <translation>%1，第 %2 轮</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>尚未打开运行</translation>
    </message>
    <message>
        <source>Open a run to see how it spreads the items over its hyper-categories.</source>
        <translation>打开一个运行，查看它如何将物品分布到各超类别。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Reading the run…</source>
        <translation>正在读取运行…</translation>
    </message>
    <message>
        <source>%1 has no hyper-categories</source>
        <translation>%1 没有超类别</translation>
    </message>
    <message>
        <source>This model learns the interests of each user without global categories of the items. Open an OPAL run to see some.</source>
        <translation>该模型直接学习每个用户的兴趣，不使用物品的全局类别。请打开 OPAL 运行来查看超类别。</translation>
    </message>
    <message>
        <source>No evaluation yet</source>
        <translation>尚无评估</translation>
    </message>
    <message>
        <source>The hyper-categories are recorded at every evaluation of the training.</source>
        <translation>每次训练评估时都会记录超类别。</translation>
    </message>
    <message>
        <source>No hyper-categories are recorded</source>
        <translation>未记录超类别</translation>
    </message>
    <message>
        <source>The run has made no evaluation, or an earlier version trained it. Train it again to record them.</source>
        <translation>该运行没有评估，或由较早版本训练。重新训练即可记录超类别。</translation>
    </message>
    <message>
        <source>Follow the &amp;training</source>
        <translation>跟随训练(&amp;T)</translation>
    </message>
    <message>
        <source>The newest evaluation while the run trains, then the one whose weights are kept</source>
        <translation>训练时显示最新一次评估，结束后显示保留其权重的那次评估</translation>
    </message>
</context>
<context>
    <name>opal::CategoryCharts</name>
    <message>
        <source>Assignment mass</source>
        <translation>分配占比</translation>
    </message>
    <message>
        <source>w_j, the sum of the assignments a of all training interactions (Eq. 4). The dashed line is the same share for each. Click a bar to choose a category.</source>
        <translation>w_j 为所有训练交互的分配 a 之和（式 4）。虚线表示各类别占比相等。单击柱形可选择类别。</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>How sure the assignment of each item is: the largest of its a. The dashed line is the mean.</source>
        <translation>每个物品分配的确定程度：其 a 的最大值。虚线为平均值。</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>|g_i · g_j|: 0 where two categories are independent (Eq. 1).</source>
        <translation>|g_i · g_j|：两个类别相互独立时为 0（式 1）。</translation>
    </message>
    <message>
        <source>Over the training</source>
        <translation>训练过程</translation>
    </message>
    <message>
        <source>Click to go to an evaluation.</source>
        <translation>单击可转到相应评估。</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>What is drawn over the training</source>
        <translation>训练过程图中绘制的内容</translation>
    </message>
    <message>
        <source>Items that moved</source>
        <translation>变动的物品</translation>
    </message>
</context>
<context>
    <name>opal::CategoryContents</name>
    <message>
        <source>Hyper-categories</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>Double-click a name or press F2 to change it</source>
        <translation>双击名称或按 F2 可修改</translation>
    </message>
    <message>
        <source>Most central items</source>
        <translation>最中心的物品</translation>
    </message>
    <message>
        <source>Most central items of the chosen hyper-category</source>
        <translation>所选超类别中最中心的物品</translation>
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
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Over-represented tags</source>
        <translation>显著标签</translation>
    </message>
    <message>
        <source>Over-represented tags of the chosen hyper-category</source>
        <translation>所选超类别中显著标签</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>提升度</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>&amp;Names from</source>
        <extracomment>Names of hyper-categories are taken from another run</extracomment>
        <translation>名称来自(&amp;N)</translation>
    </message>
    <message>
        <source>Run to take names from</source>
        <translation>提供名称的运行</translation>
    </message>
    <message>
        <source>Carry over</source>
        <translation>沿用</translation>
    </message>
    <message>
        <source>Finds which category is which by the items that they share, and takes the names</source>
        <translation>根据共享的物品找出对应的类别，并采用其名称</translation>
    </message>
    <message>
        <source>%1 %2 (shuffled %3, 95 % from %4 to %5)</source>
        <extracomment>A measure, then the same of shuffled categories: mean and 95 % band</extracomment>
        <translation>%1 %2（打乱后 %3，95 % 在 %4 至 %5）</translation>
    </message>
    <message>
        <source>Agreement with the tags of %1 items: </source>
        <translation>与 %1 个物品的标签的一致性：</translation>
    </message>
    <message>
        <source>No tags: agreement with the log&apos;s own spectral groups of %1 items: </source>
        <translation>没有标签：与日志自身对 %1 个物品的谱聚类分组的一致性：</translation>
    </message>
    <message>
        <source>AMI</source>
        <translation>AMI</translation>
    </message>
    <message>
        <source>NMI</source>
        <translation>NMI</translation>
    </message>
    <message>
        <source>purity</source>
        <translation>纯度</translation>
    </message>
    <message>
        <source>AMI: adjusted mutual information, 0 is chance and 1 identical. NMI: normalised mutual information. Purity: items with the most frequent tag of their hyper-category. Chance gives NMI and purity a value, too: compare with the shuffled ones.</source>
        <translation>AMI：调整互信息，0 为偶然，1 为完全一致。NMI：归一化互信息。纯度：带有其超类别最常见标签的物品占比。偶然也会使 NMI 和纯度大于零：请与打乱后的值比较。</translation>
    </message>
    <message>
        <source>Agreement of the hyper-categories</source>
        <translation>超类别的一致性</translation>
    </message>
</context>
<context>
    <name>opal::CategoryMeasures</name>
    <message>
        <source>%1, epoch %2</source>
        <translation>%1，第 %2 轮</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>least possible %1</source>
        <translation>最小可能值 %1</translation>
    </message>
    <message>
        <source>largest possible %1</source>
        <translation>最大可能值 %1</translation>
    </message>
    <message>
        <source>tags; chance %1 to %2</source>
        <translation>标签；随机 %1 至 %2</translation>
    </message>
    <message>
        <source>log groups; chance %1 to %2</source>
        <translation>日志分组；随机 %1 至 %2</translation>
    </message>
    <message>
        <source>Collapse: the mass is spread as if over %1 of %2 categories. A larger λf spreads it.</source>
        <translation>坍缩：占比的分布相当于仅有 %1 个类别（共 %2 个）。增大 λf 可使其分散。</translation>
    </message>
    <message>
        <source>Category %1 is dead: it has %2 % of the mass.</source>
        <translation>类别 %1 已失效：仅占 %2 %。</translation>
    </message>
    <message>
        <source>Categories %1 and %2 point the same way, |cosine| %3. A larger λo parts them.</source>
        <translation>类别 %1 和 %2 方向相同，|余弦| 为 %3。增大 λo 可使其分离。</translation>
    </message>
    <message>
        <source>These hyper-categories are no better than chance: their agreement (AMI %1) is within that of shuffled ones.</source>
        <translation>这些超类别不比偶然更好：它们的一致性（AMI %1）在打乱后的范围之内。</translation>
    </message>
    <message>
        <source>Try another number of interests.</source>
        <translation>请尝试另一个兴趣数。</translation>
    </message>
    <message>
        <source>Train with category_start = coherent.</source>
        <translation>请用 category_start = coherent 训练。</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警报</translation>
    </message>
    <message>
        <source>Mass variation</source>
        <translation>占比的变异系数</translation>
    </message>
    <message>
        <source>Standard deviation of w over its mean (Eq. 4); 0 is uniform</source>
        <translation>w 的标准差除以平均值（式 4）；0 表示均匀</translation>
    </message>
    <message>
        <source>Effective number</source>
        <translation>有效类别数</translation>
    </message>
    <message>
        <source>exp of the entropy of the shares of w; K is uniform</source>
        <translation>w 占比的熵的 exp；K 表示均匀</translation>
    </message>
    <message>
        <source>Mean confidence</source>
        <translation>平均置信度</translation>
    </message>
    <message>
        <source>Mean over the items of max a (Eq. 2); 1 is sure</source>
        <translation>各物品 max a 的平均值（式 2）；1 表示确定</translation>
    </message>
    <message>
        <source>Mean entropy</source>
        <translation>平均熵</translation>
    </message>
    <message>
        <source>Mean over the items of −Σ a log a, in nats; 0 is sure</source>
        <translation>各物品 −Σ a log a 的平均值，单位为纳特；0 表示确定</translation>
    </message>
    <message>
        <source>Agreement (AMI)</source>
        <translation>一致性（AMI）</translation>
    </message>
    <message>
        <source>Adjusted mutual information of the hyper-categories with the tags of the items, or with the log&apos;s own spectral groups where there are no tags; 0 is chance, 1 identical. The band holds 95 % of shuffled hyper-categories.</source>
        <translation>超类别与物品标签的调整互信息；没有标签时，与日志自身的谱聚类分组比较；0 为偶然，1 为完全一致。区间包含 95 % 的打乱后的超类别。</translation>
    </message>
</context>
<context>
    <name>opal::CategoryTableModel</name>
    <message>
        <source>Share of the items whose tag is the most frequent one of the category</source>
        <translation>标签为该类别最常见标签的物品所占比例</translation>
    </message>
    <message>
        <source>Tags that are more frequent here than elsewhere, with lift P(tag | category) / P(tag)</source>
        <translation>在此处比在别处更常见的标签，提升度为 P(标签 | 类别) / P(标签)</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品数</translation>
    </message>
    <message>
        <source>Mass</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Purity</source>
        <translation>纯度</translation>
    </message>
    <message>
        <source>Over-represented tags</source>
        <translation>显著标签</translation>
    </message>
    <message>
        <source>%1
Made of the tags and words that set the items apart. Double-click to give a name of your own.</source>
        <translation>%1
由使这些物品区别于其他物品的标签和词组成。双击可起自己的名称。</translation>
    </message>
</context>
<context>
    <name>opal::ChangeForm</name>
    <message>
        <source>Change parameters before resuming</source>
        <translation>继续前更改参数</translation>
    </message>
    <message>
        <source>A change counts from the last checkpoint on and is noted in the run&apos;s history.</source>
        <translation>更改从最后一个检查点起生效，并记入运行的历史。</translation>
    </message>
</context>
<context>
    <name>opal::ChartWidget</name>
    <message>
        <source>Ctrl and wheel zoom along the steps, with Shift along the values, dragging moves, a double click shows everything.</source>
        <translation>Ctrl 加滚轮沿步数缩放，再按 Shift 沿数值缩放，拖动平移，双击显示全部。</translation>
    </message>
</context>
<context>
    <name>opal::CommandPalette</name>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>%1 interactions</source>
        <translation>%1 次交互</translation>
    </message>
    <message>
        <source>Panels, actions, runs, users, items</source>
        <translation>面板、操作、运行、用户、物品</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Nothing found for “%1”</source>
        <translation>没有找到“%1”</translation>
    </message>
</context>
<context>
    <name>opal::ComparePanel</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>runs: %1</source>
        <extracomment>Number of runs in the list</extracomment>
        <translation>运行数：%1</translation>
    </message>
    <message>
        <source>runs: %1 of %2</source>
        <translation>运行数：%1 / %2</translation>
    </message>
    <message>
        <source>The runs in the list differ in nothing that could be an axis.</source>
        <translation>列表中的运行没有可作为坐标轴的差异。</translation>
    </message>
    <message>
        <source>Runs inside the brushes: %1 of %2</source>
        <translation>刷选范围内的运行：%1 / %2</translation>
    </message>
    <message>
        <source>Drag along an axis to select runs; axes on which all runs are equal are hidden.</source>
        <translation>沿坐标轴拖动可选择运行；所有运行取值相同的坐标轴已隐藏。</translation>
    </message>
    <message>
        <source>Parallel coordinates of the runs</source>
        <translation>运行的平行坐标图</translation>
    </message>
    <message>
        <source>runs: %1, axes: %2, runs inside the brushes: %3</source>
        <translation>运行数：%1，坐标轴数：%2，刷选范围内的运行数：%3</translation>
    </message>
    <message>
        <source>Filter: model = opal and recall@50 &gt; 0.2</source>
        <translation>筛选：model = opal and recall@50 &gt; 0.2</translation>
    </message>
    <message>
        <source>Filter the runs to compare</source>
        <translation>筛选要比较的运行</translation>
    </message>
    <message>
        <source>Conditions over parameters and metrics, joined by and, or, not and brackets</source>
        <translation>关于参数和指标的条件，可用 and、or、not 和括号连接</translation>
    </message>
    <message>
        <source>Pin as baseline</source>
        <translation>固定为基线</translation>
    </message>
    <message>
        <source>Compare everything with the selected run</source>
        <translation>将所有运行与所选运行比较</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Unpin the baseline</source>
        <translation>取消固定基线</translation>
    </message>
    <message>
        <source>Runs to compare</source>
        <translation>要比较的运行</translation>
    </message>
    <message>
        <source>Ways to compare</source>
        <translation>比较方式</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Parallel coordinates</source>
        <translation>平行坐标</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Fold seeds</source>
        <translation>合并随机种子</translation>
    </message>
    <message>
        <source>Runs that differ in nothing but the seed become their mean with its 95 % interval; their own curves stay behind it</source>
        <translation>仅随机种子不同的运行合并为平均值及其 95 % 区间；各自的曲线保留在其后</translation>
    </message>
    <message>
        <source>Clear brushes</source>
        <translation>清除刷选</translation>
    </message>
    <message>
        <source>No runs to compare yet</source>
        <translation>尚无可比较的运行</translation>
    </message>
    <message>
        <source>Train runs with different models or parameters and see here what made the difference.</source>
        <translation>用不同的模型或参数训练运行，即可在此查看差异的来源。</translation>
    </message>
    <message>
        <source>Go to training</source>
        <translation>前往训练</translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation>基线：%1</translation>
    </message>
    <message>
        <source>Baseline: none pinned</source>
        <translation>基线：未固定</translation>
    </message>
    <message>
        <source>Clear the brushes of the parallel coordinates</source>
        <translation>清除平行坐标的刷选</translation>
    </message>
</context>
<context>
    <name>opal::ComparisonTableModel</name>
    <message>
        <source>differs</source>
        <translation>有差异</translation>
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
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Training interactions a user, mean</source>
        <translation>每用户训练交互数，平均值</translation>
    </message>
    <message>
        <source>Training interactions a user, median</source>
        <translation>每用户训练交互数，中位数</translation>
    </message>
    <message>
        <source>Users to train on</source>
        <translation>训练用户数</translation>
    </message>
    <message>
        <source>Users to validate</source>
        <translation>验证用户数</translation>
    </message>
    <message>
        <source>Users to test</source>
        <translation>测试用户数</translation>
    </message>
    <message>
        <source>Interactions on the most popular 1 % of the items</source>
        <translation>最热门的 1% 物品上的交互</translation>
    </message>
    <message>
        <source>Held-out interactions with unseen items</source>
        <translation>涉及未见物品的留出交互</translation>
    </message>
    <message>
        <source>Leaks</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Training until</source>
        <translation>训练截止</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Positive rule</source>
        <translation>正样本规则</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>事实</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
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
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>One interest against several…</source>
        <translation>单兴趣与多兴趣对比…</translation>
    </message>
    <message>
        <source>Logs (*.csv *.tsv *.txt *.dat *.data *.inter *.jsonl *.json *.parquet *.gz *.bz2 *.xz *.zst *.zip);;All files (*)</source>
        <translation>日志 (*.csv *.tsv *.txt *.dat *.data *.inter *.jsonl *.json *.parquet *.gz *.bz2 *.xz *.zst *.zip);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Rename the selected data set</source>
        <translation>重命名所选数据集</translation>
    </message>
    <message>
        <source>Take the selected data set off the list</source>
        <translation>将所选数据集从列表中移除</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>opal::DataTable</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Shows the numbers behind the picture</source>
        <translation>显示图背后的数字</translation>
    </message>
    <message>
        <source>Table of the numbers</source>
        <translation>数字表格</translation>
    </message>
    <message>
        <source>%1 as a table</source>
        <translation>%1（表格）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected rows, or all of them, as text with tabs for a spreadsheet</source>
        <translation>把选中的行（没有选中则为全部）复制为制表符分隔的文本，供电子表格使用</translation>
    </message>
    <message>
        <source>Copy the numbers</source>
        <translation>复制数字</translation>
    </message>
    <message>
        <source>Copy the numbers: %1</source>
        <translation>复制数字：%1</translation>
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
        <source>%1 users to train on (at least %2 training items), %3 to validate, %4 to test.</source>
        <translation>训练用户 %1 个（至少 %2 个训练物品），验证用户 %3 个，测试用户 %4 个。</translation>
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
    <message>
        <source>The distributions could not be counted.</source>
        <translation>无法统计分布。</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Compare with another data set</source>
        <translation>与另一个数据集比较</translation>
    </message>
    <message>
        <source>Attach a side table…</source>
        <translation>加入附加表…</translation>
    </message>
    <message>
        <source>Attach a side table</source>
        <translation>加入附加表</translation>
    </message>
    <message>
        <source>Titles, tags and covers of the items, from a table</source>
        <translation>从一张表加入视频的标题、标签和封面</translation>
    </message>
    <message>
        <source>%1 of %2 items have a cover.</source>
        <translation>%2 个视频中有 %1 个带封面。</translation>
    </message>
    <message>
        <source>By time (%4): training until %1, validation %2, test %3.</source>
        <translation>按时间（%4）：训练至 %1，验证 %2，测试 %3。</translation>
    </message>
    <message>
        <source>Each user by itself (%1): its last interactions are the test, the ones before them the validation.</source>
        <translation>在每个用户内部划分（%1）：最后的交互为测试，之前的为验证。</translation>
    </message>
    <message>
        <source>As the log brings it (%1).</source>
        <translation>采用日志自带的划分（%1）。</translation>
    </message>
    <message>
        <source>Recall over fewer than %1 users says little.</source>
        <translation>不足 %1 个用户时，召回率说明不了什么。</translation>
    </message>
    <message>
        <source>Recall over fewer than %1 users says little: import the log again with the split “%2”.</source>
        <translation>不足 %1 个用户时，召回率说明不了什么：请以“%2”划分重新导入该日志。</translation>
    </message>
</context>
<context>
    <name>opal::DatasetComparison</name>
    <message>
        <source>%1 and %2</source>
        <extracomment>Heading over two data sets that are compared</extracomment>
        <translation>%1 与 %2</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Back to the card</source>
        <translation>返回卡片</translation>
    </message>
    <message>
        <source>The numbers of both data sets and their differences</source>
        <translation>两个数据集的数值及其差异</translation>
    </message>
</context>
<context>
    <name>opal::DatasetEdits</name>
    <message>
        <source>Rename a data set</source>
        <translation>重命名数据集</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>“%1” is now called “%2”.</source>
        <translation>“%1”现名为“%2”。</translation>
    </message>
    <message>
        <source>“%1” is off the list; its file stays: %2</source>
        <translation>“%1”已从列表中移除；文件仍在：%2</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>opal::DifferencesTable</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A metric and how much larger it is than that of the baseline run, e.g. &quot;0.2500 (+0.0100)&quot;</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Best validation Recall@200</source>
        <translation>最佳验证召回率@200</translation>
    </message>
    <message>
        <source>Test Recall@50</source>
        <translation>测试召回率@50</translation>
    </message>
    <message>
        <source>Test Recall@100</source>
        <translation>测试召回率@100</translation>
    </message>
    <message>
        <source>Test Recall@200</source>
        <translation>测试召回率@200</translation>
    </message>
    <message>
        <source>Test HitRate@50</source>
        <translation>测试命中率@50</translation>
    </message>
    <message>
        <source>Test HitRate@100</source>
        <translation>测试命中率@100</translation>
    </message>
    <message>
        <source>Test HitRate@200</source>
        <translation>测试命中率@200</translation>
    </message>
    <message>
        <source>Differences between the runs</source>
        <translation>运行之间的差异</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>%1 (baseline)</source>
        <extracomment>Column of the run that the others are compared with</extracomment>
        <translation>%1（基线）</translation>
    </message>
    <message>
        <source>Select two or more runs to see in which settings they differ.</source>
        <translation>选择两个或更多运行，查看它们的设置有何不同。</translation>
    </message>
    <message>
        <source>The runs have the same settings; only their results can differ.</source>
        <translation>这些运行的设置相同，只有结果可能不同。</translation>
    </message>
    <message>
        <source>Only what differs is listed, for the first %1 of %2 runs</source>
        <translation>仅列出不同之处，显示前 %1 个运行（共 %2 个）</translation>
    </message>
    <message>
        <source>Only what differs is listed</source>
        <translation>仅列出不同之处</translation>
    </message>
    <message>
        <source>AMI</source>
        <translation>AMI</translation>
    </message>
    <message>
        <source>NMI</source>
        <translation>NMI</translation>
    </message>
    <message>
        <source>SPPMI within interests</source>
        <translation>兴趣内 SPPMI</translation>
    </message>
    <message>
        <source>SPPMI between interests</source>
        <translation>兴趣间 SPPMI</translation>
    </message>
    <message>
        <source>Within / between</source>
        <translation>兴趣内 / 兴趣间</translation>
    </message>
    <message>
        <source>AMI with the categories of the first run</source>
        <translation>与第一次运行的超类别的 AMI</translation>
    </message>
    <message>
        <source>Stability: do two trainings put the same items together? 0 is chance, 1 the same categories.</source>
        <translation>稳定性：两次训练是否把同样的物品放在一起？0 为偶然，1 为同样的超类别。</translation>
    </message>
</context>
<context>
    <name>opal::DiversityPanel</name>
    <message>
        <source>Diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>No other run</source>
        <translation>无其他运行</translation>
    </message>
    <message>
        <source>Beside</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Run to show beside</source>
        <translation>并排显示的运行</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>Length of the list</source>
        <translation>列表长度</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Shift of SPPMI</source>
        <translation>SPPMI 的偏移</translation>
    </message>
    <message>
        <source>max(log(#(i,j) |D| / (#(i) #(j))) - log shift, 0): how much more often two items share a user of the training days than chance would have it</source>
        <translation>max(log(#(i,j) |D| / (#(i) #(j))) - log shift, 0)：训练日内两个物品拥有共同用户的频率比随机情况高出多少</translation>
    </message>
    <message>
        <source>Minimum count</source>
        <translation>最小计数</translation>
    </message>
    <message>
        <source>Pairs that fewer users share count as 0</source>
        <translation>共同用户少于此数的物品对计为 0</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Order of the items</source>
        <translation>物品的顺序</translation>
    </message>
    <message>
        <source>By the interest that produced the item, by the hyper-category of the item, or by a tree of average linkage that puts alike items side by side</source>
        <translation>按产生物品的兴趣、按物品的超类别，或按把相似物品放在一起的平均联接树</translation>
    </message>
    <message>
        <source>By interest</source>
        <translation>按兴趣</translation>
    </message>
    <message>
        <source>By hyper-category</source>
        <translation>按超类别</translation>
    </message>
    <message>
        <source>Clustered</source>
        <translation>聚类</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>One user</source>
        <translation>单个用户</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>One interest against several…</source>
        <translation>单兴趣与多兴趣对比…</translation>
    </message>
    <message>
        <source>The paper&apos;s Fig. 4 from a data set: finds or trains both runs, chooses a user and writes the file</source>
        <translation>由数据集做出论文图 4：查找或训练两个运行，选择用户并写入文件</translation>
    </message>
</context>
<context>
    <name>opal::DockHost</name>
    <message>
        <source>Every panel is closed</source>
        <translation>所有面板均已关闭</translation>
    </message>
    <message>
        <source>Choose one in the activity bar at the left or in the View menu.</source>
        <translation>请在左侧活动栏或“视图”菜单中选择一个面板。</translation>
    </message>
</context>
<context>
    <name>opal::DockTitleBar</name>
    <message>
        <source>Open another panel beside this one</source>
        <translation>在此面板旁打开另一个面板</translation>
    </message>
    <message>
        <source>Open a panel beside %1</source>
        <translation>在 %1 旁打开面板</translation>
    </message>
    <message>
        <source>Dock into the window</source>
        <translation>停靠到窗口</translation>
    </message>
    <message>
        <source>Dock %1 into the window</source>
        <translation>将 %1 停靠到窗口</translation>
    </message>
    <message>
        <source>Tear off into a window of its own</source>
        <translation>分离为独立窗口</translation>
    </message>
    <message>
        <source>Tear off %1</source>
        <translation>分离 %1</translation>
    </message>
    <message>
        <source>Close (it stays in the View menu)</source>
        <translation>关闭（仍可从“视图”菜单打开）</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>关闭 %1</translation>
    </message>
</context>
<context>
    <name>opal::DuelView</name>
    <message>
        <source>Choose a user to compare</source>
        <translation>选择要比较的用户</translation>
    </message>
    <message>
        <source>There is no other evaluated run on this data set; train one to compare</source>
        <translation>此数据集上没有其他已评估的运行；请再训练一个以便比较</translation>
    </message>
    <message>
        <source>Hits: %1 against %2 of %3 held-out items · %4 items in both lists</source>
        <extracomment>Two recall lists of one user: hits of the left run, hits of the right run, all held-out items, items in both lists</extracomment>
        <translation>命中：%1 对 %2，共 %3 个留出物品 · %4 个物品同时在两个列表中</translation>
    </message>
    <message>
        <source>&amp;Other run</source>
        <translation>另一个运行(&amp;O)</translation>
    </message>
    <message>
        <source>Run to compare with</source>
        <translation>用于比较的运行</translation>
    </message>
    <message>
        <source>Evaluated runs on the same data set</source>
        <translation>同一数据集上已评估的运行</translation>
    </message>
    <message>
        <source>Merged list of the current run</source>
        <translation>当前运行的合并列表</translation>
    </message>
    <message>
        <source>Merged list of the other run</source>
        <translation>另一个运行的合并列表</translation>
    </message>
    <message>
        <source>Lines between the places of each item in both lists</source>
        <translation>连接每个物品在两个列表中位置的线</translation>
    </message>
    <message numerus="yes">
        <source>Lines join the places of %n item(s) that both lists have</source>
        <translation>
            <numerusform>连线表示两个列表共有的 %n 个物品的名次</numerusform>
        </translation>
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
    <name>opal::ExportDialog</name>
    <message>
        <source>Export figure</source>
        <translation>导出图形</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>图形</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Resolution of PNG</source>
        <translation>PNG 分辨率</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>样式</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>线宽</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>透明</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> 毫米</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Save style…</source>
        <translation>保存样式…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图形</translation>
    </message>
    <message>
        <source>Copy data</source>
        <translation>复制数据</translation>
    </message>
    <message>
        <source>Save data…</source>
        <translation>保存数据…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Preview at the final size</source>
        <translation>按最终尺寸预览</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</source>
        <translation>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</translation>
    </message>
    <message>
        <source>Save the data behind the figure</source>
        <translation>保存图形背后的数据</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save style</source>
        <translation>保存样式</translation>
    </message>
    <message>
        <source>Name of the style</source>
        <translation>样式名称</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Texts…</source>
        <translation>文字…</translation>
    </message>
    <message>
        <source>Titles, captions and labels in your own words</source>
        <translation>用自己的措辞改写标题、说明和坐标轴标签</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>opal::ExpressionErrors</name>
    <message>
        <source>there is no “%1”</source>
        <translation>没有“%1”</translation>
    </message>
    <message>
        <source>there is no “%1”; did you mean “%2”?</source>
        <translation>没有“%1”；您是指“%2”吗？</translation>
    </message>
    <message>
        <source>a value must follow “%1”</source>
        <translation>“%1”之后必须有一个值</translation>
    </message>
    <message>
        <source>“%1” is no number, and only numbers have an order</source>
        <translation>“%1”不是数字，只有数字才能比较大小</translation>
    </message>
    <message>
        <source>the quotation mark is never closed</source>
        <translation>引号没有闭合</translation>
    </message>
    <message>
        <source>the bracket is never closed</source>
        <translation>括号没有闭合</translation>
    </message>
    <message>
        <source>this bracket closes nothing</source>
        <translation>这个右括号没有对应的左括号</translation>
    </message>
    <message>
        <source>“%1” does not belong here</source>
        <translation>“%1”不应出现在这里</translation>
    </message>
    <message>
        <source>only a field can be held against the text “%1”, by =, != or in</source>
        <translation>只有字段才能与文本“%1”比较，可用 =、!= 或 in</translation>
    </message>
    <message>
        <source>this is nested too deeply or too long</source>
        <translation>嵌套过深或过长</translation>
    </message>
    <message>
        <source>a condition is missing here</source>
        <translation>这里缺少一个条件</translation>
    </message>
    <message>
        <source>Column %1: %2</source>
        <extracomment>%1 is the column of a mistake in a filter, %2 what is wrong</extracomment>
        <translation>第 %1 列：%2</translation>
    </message>
</context>
<context>
    <name>opal::FigureTextsDialog</name>
    <message>
        <source>Texts of the figure</source>
        <translation>图中文字</translation>
    </message>
    <message>
        <source>As drawn</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Instead</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>An empty text is left out. \n begins a new line.</source>
        <translation>留空则不画出；\n 表示换行。</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <message>
        <source>Repeats of seen videos</source>
        <translation>看过的视频的重复</translation>
    </message>
</context>
<context>
    <name>opal::GeneralPage</name>
    <message>
        <source>Choose the workspace folder</source>
        <translation>选择工作区文件夹</translation>
    </message>
    <message>
        <source>Holds from the next start, for the command line, too.</source>
        <translation>下次启动起生效，也用于命令行。</translation>
    </message>
    <message>
        <source>The environment variable OPAL_WORKSPACE names the folder and wins.</source>
        <translation>环境变量 OPAL_WORKSPACE 指定了文件夹，优先生效。</translation>
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
        <source>Theme:</source>
        <translation>主题：</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Colours:</source>
        <translation>颜色：</translation>
    </message>
    <message>
        <source>Colours of curves and hyper-categories</source>
        <translation>曲线与超类别的颜色</translation>
    </message>
    <message>
        <source>Threads:</source>
        <translation>线程：</translation>
    </message>
    <message>
        <source>Threads for training</source>
        <translation>训练线程数</translation>
    </message>
    <message>
        <source>Notification:</source>
        <translation>通知：</translation>
    </message>
    <message>
        <source>Tell me when a training ends in the background</source>
        <translation>训练在后台结束时通知我</translation>
    </message>
    <message>
        <source>Figure style:</source>
        <translation>图样式：</translation>
    </message>
    <message>
        <source>Style of exported figures</source>
        <translation>导出图的样式</translation>
    </message>
    <message>
        <source>Workspace:</source>
        <translation>工作区：</translation>
    </message>
    <message>
        <source>Workspace folder</source>
        <translation>工作区文件夹</translation>
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
        <source>Both are told apart with every kind of colour vision</source>
        <translation>两者在各种色觉下均可区分</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>For new trainings whose parameters do not name the threads</source>
        <translation>用于参数未指定线程数的新训练</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Styles are saved in the window that exports a figure</source>
        <translation>样式在导出图的窗口中保存</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>恢复默认</translation>
    </message>
</context>
<context>
    <name>opal::GuardBar</name>
    <message>
        <source>Step %1: %2</source>
        <translation>第 %1 步：%2</translation>
    </message>
    <message>
        <source>Change and resume</source>
        <translation>更改并继续</translation>
    </message>
    <message>
        <source>Pause and change</source>
        <translation>暂停并更改</translation>
    </message>
    <message>
        <source>Close the warning</source>
        <translation>关闭警告</translation>
    </message>
</context>
<context>
    <name>opal::GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>搜索指南</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>指南的页面列表</translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>指南页面</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>没有包含这些词的页面。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Back to the page before</source>
        <translation>返回上一页</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Forward to the next page</source>
        <translation>前进到下一页</translation>
    </message>
</context>
<context>
    <name>opal::HeldOutModel</name>
    <message>
        <source>Lists leave this item out, or it has no place here</source>
        <translation>列表去掉了该视频，或它在此没有位置</translation>
    </message>
    <message>
        <source>Found: place %1 of %2</source>
        <translation>命中：第 %1 位（共 %2 位）</translation>
    </message>
    <message>
        <source>Missed: it would be at place %1, the list ends at %2</source>
        <translation>未命中：应在第 %1 位，列表止于第 %2 位</translation>
    </message>
    <message>
        <source>Held-out video</source>
        <translation>留出的视频</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Place in the merged list</source>
        <translation>在合并列表中的位置</translation>
    </message>
    <message>
        <source>Place under %1</source>
        <translation>在%1下的位置</translation>
    </message>
</context>
<context>
    <name>opal::Help</name>
    <message>
        <source>&amp;Guide</source>
        <translation>指南(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Tour of the window</source>
        <translation>窗口导览(&amp;T)</translation>
    </message>
    <message>
        <source>Open the &amp;sample study</source>
        <translation>打开示例研究(&amp;S)</translation>
    </message>
    <message>
        <source>The program could not be started a second time.</source>
        <translation>无法再启动一个程序窗口。</translation>
    </message>
</context>
<context>
    <name>opal::HistoryColumn</name>
    <message>
        <source>Drop the item from the history</source>
        <translation>从历史中移除物品</translation>
    </message>
    <message>
        <source>Move the item up in the history</source>
        <translation>在历史中上移物品</translation>
    </message>
    <message>
        <source>Move the item down in the history</source>
        <translation>在历史中下移物品</translation>
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
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Space by time</source>
        <translation>按时间间隔</translation>
    </message>
    <message>
        <source>Room above an item in proportion to the time since the one before</source>
        <translation>物品上方的间距与距上一物品的时间成比例</translation>
    </message>
    <message>
        <source>History of the user with the weights of the interests</source>
        <translation>用户历史及各兴趣的权重</translation>
    </message>
</context>
<context>
    <name>opal::HistoryEditor</name>
    <message>
        <source>Drop</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Drop the selected item from the history</source>
        <translation>从历史中移除所选物品</translation>
    </message>
    <message>
        <source>Ask again without the selected item (Delete)</source>
        <translation>去掉所选物品后重新查询 (Delete)</translation>
    </message>
    <message>
        <source>Move the selected item earlier</source>
        <translation>将所选物品前移</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>前移 (Alt+Up)</translation>
    </message>
    <message>
        <source>Move the selected item later</source>
        <translation>将所选物品后移</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>后移 (Alt+Down)</translation>
    </message>
    <message>
        <source>Day of the selected item</source>
        <translation>所选物品的日期</translation>
    </message>
    <message>
        <source>Give the selected item another day</source>
        <translation>更改所选物品的日期</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Item to add to the history</source>
        <translation>要添加到历史的物品</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>添加物品</translation>
    </message>
    <message>
        <source>By its id or title; the item is added behind the selected one, else at the end</source>
        <translation>按 ID 或标题；添加在所选物品之后，没有所选则添加在末尾</translation>
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
    <message>
        <source>%1: %2</source>
        <extracomment>Weight of a history item for one interest, e.g. &quot;Interest 2: 0.4311&quot;</extracomment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>opal::ImportForm</name>
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
        <source>Progress of the import</source>
        <translation>导入进度</translation>
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
    <message>
        <source>Character %1: %2</source>
        <extracomment>Where in the positive rule something is wrong, and what</extracomment>
        <translation>第 %1 个字符：%2</translation>
    </message>
    <message>
        <source>Separate&amp;d by</source>
        <translation>分隔符(&amp;D)</translation>
    </message>
    <message>
        <source>What stands between two columns</source>
        <translation>两列之间的分隔符</translation>
    </message>
    <message>
        <source>First &amp;line</source>
        <translation>首行(&amp;L)</translation>
    </message>
    <message>
        <source>Whether the first line names the columns; the known formats settle it themselves</source>
        <translation>首行是否为列名；已知格式会自行确定</translation>
    </message>
    <message>
        <source>As guessed</source>
        <translation>按推测</translation>
    </message>
    <message>
        <source>Commas</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>Semicolons</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>竖线</translation>
    </message>
    <message>
        <source>Double colons</source>
        <translation>双冒号</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Names the columns</source>
        <translation>为列名</translation>
    </message>
    <message>
        <source>Is data</source>
        <translation>为数据</translation>
    </message>
    <message>
        <source>Users with fewer active training days are left out; 0 keeps everybody</source>
        <translation>训练部分中活跃天数不足的用户会被去掉；0 表示全部保留</translation>
    </message>
    <message>
        <source>There is none</source>
        <translation>没有</translation>
    </message>
</context>
<context>
    <name>opal::Inspector</name>
    <message>
        <source>hyper-category %1</source>
        <translation>超类别 %1</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
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
        <source>Interactions</source>
        <translation>交互</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>rank %1 of %2</source>
        <translation>第 %1 名，共 %2 个</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message numerus="yes">
        <source>%n interaction(s)</source>
        <translation>
            <numerusform>%n 次交互</numerusform>
        </translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s), intensity %1</source>
        <translation>
            <numerusform>%n 个物品，强度 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>History items</source>
        <translation>历史物品</translation>
    </message>
    <message>
        <source>Intensity</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Of the user&apos;s history</source>
        <translation>占用户历史的比例</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 个物品</numerusform>
        </translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>%1, best validation Recall@200</source>
        <translation>%1，最佳验证召回率@200</translation>
    </message>
    <message>
        <source>%1 in epoch %2</source>
        <translation>%1，第 %2 轮</translation>
    </message>
    <message>
        <source>Test Recall@%1</source>
        <translation>测试召回率@%1</translation>
    </message>
    <message numerus="yes">
        <source>%n selected item(s)</source>
        <translation>
            <numerusform>已选 %n 个物品</numerusform>
        </translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>Hyper-category %1</source>
        <translation>超类别 %1</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>Choose a run, a user or an item: what is known of it is shown here.</source>
        <translation>选择一个运行、用户或物品，其已知信息将显示在此处。</translation>
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
        <source>intensity %1, %2/%3 items</source>
        <extracomment>Intensity of an interest and its share of the history, e.g. &quot;intensity 3.2, 12/20 items&quot;</extracomment>
        <translation>强度 %1，物品 %2/%3</translation>
    </message>
    <message>
        <source>hits in its own list: %1</source>
        <extracomment>Held-out items that the interest&apos;s own list finds</extracomment>
        <translation>自身列表命中：%1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>Items of the merged list that an interest gave, e.g. &quot;38 of 200&quot;</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>cos g %1</source>
        <extracomment>Cosine of the interest to its hyper-category vector g</extracomment>
        <translation>cos g %1</translation>
    </message>
    <message>
        <source>|p − q| %1</source>
        <extracomment>Distance of the soft vector p and the hard vector q of an interest</extracomment>
        <translation>|p − q| %1</translation>
    </message>
    <message>
        <source>Show the list of this interest and mark its items in the history. Press again to return to the merged list.

cos g: cosine of the interest to its hyper-category. |p − q|: distance of its soft and its hard vector. The curve is the hard interest after each of its items as the recurrent network sees it: cosine to where it is now.</source>
        <translation>显示此兴趣的列表，并在历史中标出其物品。再次按下可返回合并列表。

cos g：兴趣与其超类别的余弦相似度。|p − q|：软向量与硬向量的距离。曲线表示循环网络依次读入每个物品后的硬兴趣：与当前位置的余弦相似度。</translation>
    </message>
    <message>
        <source>%1; gave %2 of %3 items of the merged list; %4; %5</source>
        <translation>%1；贡献了合并列表 %3 个物品中的 %2 个；%4；%5</translation>
    </message>
    <message>
        <source>Most central: %1</source>
        <extracomment>Items nearest to the vector of a hyper-category</extracomment>
        <translation>最核心：%1</translation>
    </message>
    <message>
        <source>Most watched: %1</source>
        <extracomment>Items of a hyper-category with most interactions</extracomment>
        <translation>观看最多：%1</translation>
    </message>
    <message>
        <source>Central: %1</source>
        <translation>核心：%1</translation>
    </message>
    <message>
        <source>Watched: %1</source>
        <translation>热看：%1</translation>
    </message>
    <message>
        <source>cosine after each of its items</source>
        <extracomment>Heading of a small curve on an interest&apos;s card</extracomment>
        <translation>读入每个物品后的余弦</translation>
    </message>
</context>
<context>
    <name>opal::InterestCases</name>
    <message>
        <source>Save case</source>
        <translation>保存案例</translation>
    </message>
    <message>
        <source>Name of the case</source>
        <translation>案例名称</translation>
    </message>
    <message>
        <source>Delete case</source>
        <translation>删除案例</translation>
    </message>
    <message>
        <source>The saved case “%1” of user %2 cannot be brought back.</source>
        <translation>用户 %2 的已存案例“%1”将无法恢复。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>opal::InterestChart</name>
    <message>
        <source>%1, interests: %2, %3 %4</source>
        <extracomment>Model, number of interests, metric and its value</extracomment>
        <translation>%1，兴趣数：%2，%3 %4</translation>
    </message>
    <message>
        <source>effective interests: %1</source>
        <translation>有效兴趣数：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n runs, click to open</source>
        <translation>
            <numerusform>%n 个运行，点击打开</numerusform>
        </translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Metric of the chart</source>
        <translation>图表的指标</translation>
    </message>
    <message>
        <source>All runs of the data set</source>
        <translation>该数据集的所有运行</translation>
    </message>
    <message>
        <source>Of each model and number of interests the setting that was best on the validation day, whether or not this sweep trained it</source>
        <translation>每个模型和兴趣数取验证日最佳的设置，无论是否由本次参数扫描训练</translation>
    </message>
    <message>
        <source>The chart appears with the first point that is tested.</source>
        <translation>第一个点测试完成后即显示图表。</translation>
    </message>
    <message>
        <source>%1, all lengths</source>
        <extracomment>%1 is the name of a metric</extracomment>
        <translation>%1，所有长度</translation>
    </message>
</context>
<context>
    <name>opal::InterestsPanel</name>
    <message>
        <source>Interests</source>
        <translation>兴趣</translation>
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
        <source>Test day: %1 of %2 items found · %3 ms</source>
        <extracomment>Items of the test day that the merged list finds, all the user watched then, time in milliseconds</extracomment>
        <translation>测试日：找到 %1 / %2 个物品 · %3 毫秒</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>打开案例</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>透视</translation>
    </message>
    <message>
        <source>History, interests and recall of one user</source>
        <translation>单个用户的历史、兴趣与召回</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>比较运行</translation>
    </message>
    <message>
        <source>The same user under two runs side by side</source>
        <translation>并排显示同一用户在两个运行下的结果</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>归因</translation>
    </message>
    <message>
        <source>Which interest finds what, over all users</source>
        <translation>在所有用户上，哪个兴趣找到了什么</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>All users with their properties</source>
        <translation>所有用户及其属性</translation>
    </message>
    <message>
        <source>Pages of the interest panel</source>
        <translation>兴趣面板的页面</translation>
    </message>
    <message>
        <source>No item on the test day · %1 ms</source>
        <extracomment>Time in milliseconds</extracomment>
        <translation>测试日没有物品 · %1 毫秒</translation>
    </message>
    <message>
        <source>Undo the last what-if change</source>
        <translation>撤销上一次假设更改</translation>
    </message>
    <message>
        <source>Redo the what-if change</source>
        <translation>重做假设更改</translation>
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
    <message>
        <source>Queue and log</source>
        <translation>队列与日志</translation>
    </message>
    <message>
        <source>Show or hide the queue and the log</source>
        <translation>显示或隐藏队列与日志</translation>
    </message>
    <message numerus="yes">
        <source>%n more running</source>
        <translation>
            <numerusform>还有 %n 个在运行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left in this stage</source>
        <translation>本阶段剩余 %1</translation>
    </message>
</context>
<context>
    <name>opal::JobsView</name>
    <message>
        <source>%1 %2 has begun</source>
        <translation>%1 %2 已开始</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Queue of jobs</source>
        <translation>任务队列</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>opal::Launcher</name>
    <message>
        <source>This workspace is open in another window</source>
        <translation>此工作区已在另一个窗口中打开</translation>
    </message>
    <message>
        <source>Two windows on one workspace would write over each other&apos;s settings and queue. The workspace is %1.</source>
        <translation>两个窗口使用同一工作区会互相覆盖设置和队列。工作区为 %1。</translation>
    </message>
    <message>
        <source>Bring the other window to the front</source>
        <translation>将另一个窗口置于最前</translation>
    </message>
    <message>
        <source>Choose another workspace…</source>
        <translation>选择其他工作区…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>The other window does not answer</source>
        <translation>另一个窗口没有响应</translation>
    </message>
    <message>
        <source>It may be busy or on another machine. Try again, or choose another workspace.</source>
        <translation>它可能正忙，或在另一台机器上。请重试，或选择其他工作区。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Choose another workspace</source>
        <translation>选择其他工作区</translation>
    </message>
</context>
<context>
    <name>opal::LayoutMenu</name>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>&amp;Save layout as…</source>
        <translation>布局另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Rese&amp;t layout</source>
        <translation>重置布局(&amp;T)</translation>
    </message>
    <message>
        <source>La&amp;yout</source>
        <translation>布局(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Remove a saved layout</source>
        <translation>移除已保存的布局(&amp;R)</translation>
    </message>
    <message>
        <source>Save layout</source>
        <translation>保存布局</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>布局名称</translation>
    </message>
</context>
<context>
    <name>opal::LeakGuard</name>
    <message>
        <source>0 leaks: no training interaction is later than a held-out one.</source>
        <translation>0 处泄漏：没有训练交互晚于留出交互。</translation>
    </message>
    <message>
        <source>The histories of %1 users are not in time order.</source>
        <translation>%1 个用户的历史未按时间排序。</translation>
    </message>
    <message>
        <source>%1 leaks: training interactions later than a held-out one. Results on this data set cannot be trusted; check the time column.</source>
        <translation>%1 处泄漏：训练交互晚于留出交互。此数据集上的结果不可信；请检查时间列。</translation>
    </message>
    <message>
        <source>The earliest held-out interaction happened on %1. Later interactions of %2 users are used for training, so the model learns from what it is then asked to predict, and its recall looks better than it is. Import the log again so that the split is made by time.</source>
        <translation>最早的留出交互发生于 %1。%2 个用户在此之后的交互被用于训练，因此模型会从随后要预测的内容中学习，其召回率看起来高于实际水平。请重新导入日志，使其按时间划分。</translation>
    </message>
    <message>
        <source>%1 held-out interactions are with items that training never sees: no model can recall them.</source>
        <translation>%1 次留出交互涉及训练中从未出现的物品：任何模型都无法召回它们。</translation>
    </message>
    <message>
        <source>Leaking interactions</source>
        <translation>泄漏的交互</translation>
    </message>
    <message>
        <source>0 leaks: no training interaction is later than a held-out one of the same user.</source>
        <translation>0 处泄漏：没有训练交互晚于同一用户的留出交互。</translation>
    </message>
    <message>
        <source>%1 leaks: training interactions later than a held-out one of the same user. The split that the log brings is not one by time.</source>
        <translation>%1 处泄漏：训练交互晚于同一用户的留出交互。日志自带的划分不是按时间的。</translation>
    </message>
    <message>
        <source>%1 users are trained on interactions later than what is then predicted for them, so recall looks better than it is. A split by time, or by the last items of each user, has no such interactions.</source>
        <translation>有 %1 个用户的训练交互晚于随后要为其预测的内容，召回率因而虚高。按时间划分，或按每个用户的最后几次划分，就不会有这样的交互。</translation>
    </message>
    <message>
        <source>Users are cut one by one: %1 training interactions are later than the earliest held-out one of others. Compare results on this data set only with each other.</source>
        <translation>各用户分别划分：有 %1 个训练交互晚于他人最早的留出交互。该数据集上的结果只宜彼此比较。</translation>
    </message>
</context>
<context>
    <name>opal::LeakTableModel</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Trained on although it happened</source>
        <translation>用于训练，但发生于</translation>
    </message>
</context>
<context>
    <name>opal::ListColumn</name>
    <message>
        <source>List of %1</source>
        <translation>%1 的列表</translation>
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
    <message numerus="yes">
        <source>%1 items, %n held-out hits</source>
        <translation>
            <numerusform>%1 个物品，%n 个留出命中</numerusform>
        </translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
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
        <source>Held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>What the user really watched on the test day, found or missed, with its place in every list</source>
        <translation>用户在测试日真正观看的视频，无论是否命中，及其在各列表中的位置</translation>
    </message>
    <message>
        <source>Held-out videos and their places</source>
        <translation>留出的视频及其位置</translation>
    </message>
    <message>
        <source>%1 (%2 %)</source>
        <extracomment>An item of the history and its share in why another one is recommended</extracomment>
        <translation>%1（%2 %）</translation>
    </message>
    <message>
        <source>Why: near %1 of the history</source>
        <extracomment>Followed by items of the history and their shares</extracomment>
        <translation>推荐理由：接近历史中的 %1</translation>
    </message>
</context>
<context>
    <name>opal::LogPreview</name>
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
    <message>
        <source>rejected</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>time or day</source>
        <translation>时间或日期</translation>
    </message>
    <message>
        <source>In the whole log (%1)</source>
        <translation>在整个日志中（%1）</translation>
    </message>
    <message>
        <source>In the first %1 of %2</source>
        <translation>在前 %1 中（共 %2）</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Counting… %1 %</source>
        <translation>正在统计… %1%</translation>
    </message>
    <message>
        <source>Nothing is counted while the positive rule is wrong.</source>
        <translation>正样本规则有误时不进行统计。</translation>
    </message>
    <message>
        <source>%1: %2 rows, %3 positive (%4), %5 rejected, %6 duplicates; %7 users, %8 items.</source>
        <translation>%1：%2 行，%3 行正样本（%4），%5 行被拒绝，%6 行重复；%7 个用户，%8 个物品。</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>过滤步骤</translation>
    </message>
    <message>
        <source>Filters on this part of the log</source>
        <translation>对这部分日志的过滤步骤</translation>
    </message>
    <message>
        <source>This does not become a data set: %1</source>
        <translation>无法生成数据集：%1</translation>
    </message>
    <message>
        <source>This part alone does not become a data set: %1</source>
        <translation>仅这一部分无法生成数据集：%1</translation>
    </message>
    <message>
        <source>%1 interactions are kept; training until %2, validation %3, test %4.</source>
        <translation>保留 %1 次交互；训练截止 %2，验证 %3，测试 %4。</translation>
    </message>
    <message>
        <source>each user&apos;s last but one</source>
        <translation>每个用户的倒数第二次</translation>
    </message>
    <message>
        <source>each user&apos;s last</source>
        <translation>每个用户的最后一次</translation>
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
        <source>Filters with the counts before and after</source>
        <translation>过滤步骤及其前后计数</translation>
    </message>
    <message>
        <source>Count the whole log</source>
        <translation>统计整个日志</translation>
    </message>
    <message>
        <source>first %1 rows, separated by %2, %3, %4</source>
        <extracomment>Facts guessed from the head of a log: number of rows shown, delimiter, encoding, size of the file</extracomment>
        <translation>前 %1 行，以%2分隔，%3，%4</translation>
    </message>
    <message>
        <source>Stops: %1</source>
        <extracomment>Before something that an import would stop at, or that it only notes</extracomment>
        <translation>停止：%1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>说明：%1</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Import all the same</source>
        <translation>仍然导入</translation>
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
    <message>
        <source>Open &amp;beside</source>
        <translation>在旁边打开(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Export figure…</source>
        <translation>导出图形(&amp;E)…</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图形</translation>
    </message>
    <message>
        <source>This panel shows no figure now. Open a run or a user first.</source>
        <translation>此面板当前没有图形。请先打开运行或用户。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Search everything…</source>
        <translation>全局搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>检查器(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Queue and log</source>
        <translation>队列和日志(&amp;Q)</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Queue and log</source>
        <translation>队列和日志</translation>
    </message>
    <message>
        <source>Open beside</source>
        <translation>在旁边打开</translation>
    </message>
    <message>
        <source>Tear o&amp;ff or dock the panel</source>
        <translation>浮出或停靠面板(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Close the panel</source>
        <translation>关闭面板(&amp;C)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Make &amp;ablations of the run</source>
        <translation>为该运行做消融(&amp;A)</translation>
    </message>
    <message>
        <source>One interest &amp;against several…</source>
        <translation>单兴趣与多兴趣对比(&amp;A)…</translation>
    </message>
    <message>
        <source>OPAL Studio (read-only)</source>
        <translation>OPAL Studio（只读）</translation>
    </message>
    <message>
        <source>Start &amp;page</source>
        <translation>起始页(&amp;P)</translation>
    </message>
</context>
<context>
    <name>opal::MapColours</name>
    <message>
        <source>Hyper-category</source>
        <translation>超类别</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Columns of a side table…</source>
        <translation>附表的列…</translation>
    </message>
    <message>
        <source>This model has no hyper-categories</source>
        <translation>该模型没有超类别</translation>
    </message>
    <message>
        <source>The data set has no tags</source>
        <translation>数据集没有标签</translation>
    </message>
    <message>
        <source>Table about the items</source>
        <translation>关于物品的表</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt *.dat);;All files (*)</source>
        <translation>表格 (*.csv *.tsv *.txt *.dat);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour of the items</source>
        <translation>物品的颜色</translation>
    </message>
    <message>
        <source>Legend and filter</source>
        <translation>图例与筛选</translation>
    </message>
</context>
<context>
    <name>opal::MapControls</name>
    <message>
        <source>Projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>How the item vectors become points of the plane</source>
        <translation>物品向量如何成为平面上的点</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>向右</translation>
    </message>
    <message>
        <source>Category to the right</source>
        <translation>指向右方的类别</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Category upwards</source>
        <translation>指向上方的类别</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>Neighbours of an item</source>
        <translation>物品的近邻数</translation>
    </message>
    <message>
        <source>How many nearest items pull at each item: few show small groups, many the large shape</source>
        <translation>每个物品受多少个最近物品牵引：少则显出小群，多则显出大形</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Seed of the layout</source>
        <translation>布局的种子</translation>
    </message>
    <message>
        <source>The same seed gives the same map</source>
        <translation>相同的种子得到相同的地图</translation>
    </message>
    <message>
        <source>Each axis has a category of its own: choosing that of the other axis swaps the two</source>
        <translation>两个坐标轴各有一个类别：选择另一轴的类别会使两者互换</translation>
    </message>
</context>
<context>
    <name>opal::MapItemList</name>
    <message numerus="yes">
        <source>%n item(s) shown</source>
        <translation>
            <numerusform>显示 %n 个物品</numerusform>
        </translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品数</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) selected</source>
        <translation>
            <numerusform>选中 %n 个物品</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearest to %1</source>
        <translation>最接近 %1</translation>
    </message>
    <message>
        <source>List all</source>
        <translation>列出全部</translation>
    </message>
    <message>
        <source>Items of the map</source>
        <translation>地图的物品</translation>
    </message>
</context>
<context>
    <name>opal::MapItemModel</name>
    <message>
        <source>Hyper-category with the largest weight: argmax over j of x · g_j</source>
        <translation>权重最大的超类别：对 j 取 x · g_j 的 argmax</translation>
    </message>
    <message>
        <source>Interactions in the training days</source>
        <translation>训练日中的交互数</translation>
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
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>x · y / (|x| |y|) of the two item vectors, −1 to 1</source>
        <translation>两个物品向量的 x · y / (|x| |y|)，−1 到 1</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
</context>
<context>
    <name>opal::MapLegend</name>
    <message>
        <source>Click to show these items</source>
        <translation>点击以显示这些物品</translation>
    </message>
    <message>
        <source>Click to hide these items</source>
        <translation>点击以隐藏这些物品</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n item(s), hidden</source>
        <translation>
            <numerusform>%1，%n 个物品，已隐藏</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n item(s), shown</source>
        <translation>
            <numerusform>%1，%n 个物品，已显示</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::MapPanel</name>
    <message>
        <source>Item map</source>
        <translation>物品地图</translation>
    </message>
    <message>
        <source>Computing the map: %1</source>
        <translation>正在计算地图：%1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩 %1</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Choose a run to see its items as points of a plane.</source>
        <translation>选择一个运行，以平面上的点查看其物品。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Reading the items of the run…</source>
        <translation>正在读取运行的物品…</translation>
    </message>
    <message>
        <source>No item vectors to show</source>
        <translation>没有可显示的物品向量</translation>
    </message>
    <message>
        <source>The run has no weights yet. They are read when its first checkpoint is written.</source>
        <translation>运行尚无权重。写出第一个检查点后即可读取。</translation>
    </message>
    <message>
        <source>Not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are laid out by their nearest neighbours. It may take a minute and is kept with the run.</source>
        <translation>
            <numerusform>%n 个物品将按最近邻布局。可能需要一分钟，结果随运行保存。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are projected in a moment and kept with the run.</source>
        <translation>
            <numerusform>%n 个物品片刻即可投影，结果随运行保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>Compute the map</source>
        <translation>计算地图</translation>
    </message>
    <message>
        <source>The two directions of largest variance hold %1 % and %2 % of it.</source>
        <translation>方差最大的两个方向分别占 %1 % 和 %2 %。</translation>
    </message>
    <message>
        <source>Near items stay near; distances between far groups mean little.</source>
        <translation>相近的物品保持相近；远距离群体之间的距离意义不大。</translation>
    </message>
    <message>
        <source>Cosine of every item to the two hyper-categories.</source>
        <translation>每个物品与两个超类别的余弦。</translation>
    </message>
    <message>
        <source>%1 has no hyper-categories, so there is no colouring by them and no plane.</source>
        <translation>%1 没有超类别，因此不能按其着色，也没有平面。</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n training interaction(s)</source>
        <translation>
            <numerusform>%n 次训练交互</numerusform>
        </translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Drag around items to list them; Shift and dragging does the same at any time, Escape ends it</source>
        <translation>拖动圈住物品以列出它们；任何时候按住 Shift 拖动也可，Esc 结束</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the map</source>
        <translation>地图进度</translation>
    </message>
</context>
<context>
    <name>opal::MapUserBar</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Diamonds: what the selected user has watched</source>
        <translation>菱形：所选用户看过的物品</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Rings in the colour of the interest: the recommended items, of all interests or of the selected one</source>
        <translation>兴趣颜色的圆环：推荐的物品，来自所有兴趣或所选兴趣</translation>
    </message>
</context>
<context>
    <name>opal::MapView</name>
    <message>
        <source>Look further left</source>
        <translation>向左移动视图</translation>
    </message>
    <message>
        <source>Look further right</source>
        <translation>向右移动视图</translation>
    </message>
    <message>
        <source>Look further up</source>
        <translation>向上移动视图</translation>
    </message>
    <message>
        <source>Look further down</source>
        <translation>向下移动视图</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Show the whole map</source>
        <translation>显示整个地图</translation>
    </message>
    <message>
        <source>Clear the lasso</source>
        <translation>清除套索</translation>
    </message>
</context>
<context>
    <name>opal::MessageBar</name>
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
    <name>opal::OneAgainstSeveralBar</name>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Writing the figure</source>
        <translation>正在写入图</translation>
    </message>
    <message>
        <source>Waiting for other work to end</source>
        <translation>等待其他工作结束</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>正在训练 %1</translation>
    </message>
    <message>
        <source>Measuring every user of the test day</source>
        <translation>正在测量测试日的每个用户</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What is trained is kept: the same figure goes on with it</source>
        <translation>已训练的部分会保留：再做同一张图时接着训练</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
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
    <name>opal::OneAgainstSeveralDialog</name>
    <message>
        <source>One interest against several</source>
        <translation>单兴趣与多兴趣对比</translation>
    </message>
    <message>
        <source>Two runs of OPAL that differ in the number of interests alone, and what both recommend to one user of the test day (the paper&apos;s Fig. 4).</source>
        <translation>两个只在兴趣数上不同的 OPAL 运行，以及它们对测试日一个用户的推荐（论文图 4）。</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Several interests</source>
        <translation>多兴趣数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The number that one interest is set against</source>
        <translation>与单兴趣对比的兴趣数</translation>
    </message>
    <message>
        <source>How the user is chosen</source>
        <translation>用户的选择方式</translation>
    </message>
    <message>
        <source>Typical: the median by within / between</source>
        <translation>典型：兴趣内 / 兴趣间之比居中</translation>
    </message>
    <message>
        <source>Clearest: the highest within / between</source>
        <translation>最清晰：兴趣内 / 兴趣间之比最高</translation>
    </message>
    <message>
        <source>A user by id</source>
        <translation>按编号指定用户</translation>
    </message>
    <message>
        <source>Id of the user</source>
        <translation>用户编号</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>File of the figure</source>
        <translation>图的文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s): the run %1 is taken.</source>
        <translation>
            <numerusform>%n 个兴趣：取用运行 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s): the run %1 is gone on with.</source>
        <translation>
            <numerusform>%n 个兴趣：继续训练运行 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interest(s): a run is trained.</source>
        <translation>
            <numerusform>%n 个兴趣：将训练一个运行。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is there already and will be replaced.</source>
        <translation>文件已存在，将被替换。</translation>
    </message>
    <message>
        <source>There is no data set yet: import a log or train the demo first.</source>
        <translation>还没有数据集：请先导入日志或训练演示。</translation>
    </message>
    <message>
        <source>Train and make the figure</source>
        <translation>训练并作图</translation>
    </message>
    <message>
        <source>Make the figure</source>
        <translation>作图</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</source>
        <translation>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</translation>
    </message>
</context>
<context>
    <name>opal::OutcomeBar</name>
    <message>
        <source>Best Recall@200 on the validation day: %1, %2, epoch %3.</source>
        <translation>验证日最佳 Recall@200：%1，%2，第 %3 轮。</translation>
    </message>
    <message>
        <source>%1 was better than %2 by %3; its weights are the result.</source>
        <extracomment>%1 and %2 are stages, e.g. Fine-tuning and Pre-training, %3 a difference of Recall@200</extracomment>
        <translation>%1比%2高 %3；其权重即为结果。</translation>
    </message>
    <message>
        <source>The weights of %1 are the result.</source>
        <translation>%1的权重即为结果。</translation>
    </message>
    <message>
        <source>The weights of %1 are the result all the same, as in the paper; with keep_stage = best the better stage stays.</source>
        <extracomment>%1 is a stage</extracomment>
        <translation>按论文的做法，结果仍是%1的权重；设 keep_stage = best 可保留较好的阶段。</translation>
    </message>
    <message>
        <source>%1 was better than %2 by %3.</source>
        <extracomment>%1 and %2 are stages, %3 a difference of Recall@200</extracomment>
        <translation>%1比%2高 %3。</translation>
    </message>
    <message>
        <source>Look at a user</source>
        <translation>查看用户</translation>
    </message>
    <message>
        <source>Open the interests and lists of one user</source>
        <translation>打开一个用户的兴趣和列表</translation>
    </message>
    <message>
        <source>Compare with one interest</source>
        <translation>与单兴趣比较</translation>
    </message>
    <message>
        <source>Train the same with one interest, or take the run that is there, and draw both</source>
        <translation>用单兴趣训练同样的模型（已有则直接使用），并画出两者</translation>
    </message>
    <message>
        <source>Look at diversity</source>
        <translation>查看多样性</translation>
    </message>
    <message>
        <source>Which recommended videos the same people watch, by interest</source>
        <translation>推荐的视频中哪些被同一批人观看，按兴趣排列</translation>
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
    <message>
        <source>Every parameter has the value of the preset.</source>
        <translation>所有参数均为预设的值。</translation>
    </message>
    <message>
        <source>Only changed (%1)</source>
        <translation>仅已更改 (%1)</translation>
    </message>
    <message>
        <source>Shows only the parameters that differ from the preset</source>
        <translation>仅显示与预设不同的参数</translation>
    </message>
</context>
<context>
    <name>opal::Picture</name>
    <message>
        <source>%1: %2</source>
        <extracomment>A place on the x axis of a figure and the value there</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Copy the numbers</source>
        <translation>复制数字</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>Export figure…</source>
        <translation>导出图形…</translation>
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
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>opal::PresetBar</name>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>另存为预设</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Remove preset</source>
        <translation>移除预设</translation>
    </message>
    <message>
        <source>Remove the preset %1? Runs made with it stay as they are.</source>
        <translation>移除预设 %1？用它创建的运行保持不变。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>正在读取运行</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>尚无运行</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More about presets</source>
        <translation>更多预设操作</translation>
    </message>
    <message>
        <source>Parameters of the shown run</source>
        <translation>所示运行的参数</translation>
    </message>
    <message>
        <source>Parameters of a run</source>
        <translation>某个运行的参数</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
    <message>
        <source>Save parameters</source>
        <translation>保存参数</translation>
    </message>
    <message>
        <source>Configurations (*.toml)</source>
        <translation>配置 (*.toml)</translation>
    </message>
    <message>
        <source>Save to a file…</source>
        <translation>保存到文件…</translation>
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
    <message>
        <source>signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>rejected: %1</source>
        <extracomment>A row of a log that is not taken, and why</extracomment>
        <translation>已拒绝：%1</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正样本</translation>
    </message>
    <message>
        <source>not positive</source>
        <translation>非正样本</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>第 %1 行，%2</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Taken as</source>
        <translation>识别为</translation>
    </message>
</context>
<context>
    <name>opal::QueueList</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove %1 from the queue</source>
        <translation>将 %1 移出队列</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>jobs in the queue</comment>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
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
    <message>
        <source>seen before</source>
        <translation>以前看过</translation>
    </message>
    <message>
        <source>out</source>
        <extracomment>The item has left the list</extracomment>
        <translation>移出</translation>
    </message>
    <message>
        <source>in</source>
        <extracomment>The item has come into the list</extracomment>
        <translation>新入</translation>
    </message>
    <message>
        <source>seen</source>
        <extracomment>A recommended item that the user has watched before</extracomment>
        <translation>看过</translation>
    </message>
    <message>
        <source>Score of the item under every interest, one bar each in the interest&apos;s colour</source>
        <translation>物品在每个兴趣下的得分，每个兴趣一条，颜色与兴趣一致</translation>
    </message>
    <message>
        <source>Places up or down against the user without edits; in: new in the list, out: no longer in it</source>
        <translation>与未编辑的用户相比上升或下降的位数；新入：新进入列表，移出：不再在列表中</translation>
    </message>
    <message>
        <source>All interests</source>
        <translation>所有兴趣</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1: %2 (place %3)</source>
        <extracomment>Score of an item under one interest and its place in the list of that interest</extracomment>
        <translation>%1：%2（第 %3 位）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 gave this item its highest score</source>
        <translation>%1 给该物品的得分最高</translation>
    </message>
    <message>
        <source>Score %1</source>
        <translation>得分 %1</translation>
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
    <name>opal::ResultsTableModel</name>
    <message>
        <source>Improv. (%)</source>
        <comment>gain of one model over the best of the others</comment>
        <translation>提升 (%)</translation>
    </message>
    <message>
        <source>%1, best</source>
        <translation>%1，最佳</translation>
    </message>
    <message>
        <source>%1, second best</source>
        <translation>%1，次佳</translation>
    </message>
    <message numerus="yes">
        <source>%n runs, double click to open</source>
        <translation>
            <numerusform>%n 个运行，双击打开</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>opal::RunColumns</name>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
</context>
<context>
    <name>opal::RunCurvesChart</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>lower end of the 95 % interval</source>
        <translation>95 % 区间下限</translation>
    </message>
    <message>
        <source>upper end of the 95 % interval</source>
        <translation>95 % 区间上限</translation>
    </message>
    <message>
        <source>%1, mean of seeds: %2</source>
        <extracomment>A curve that is the mean over runs that differ in their seed</extracomment>
        <translation>%1，种子均值：%2</translation>
    </message>
    <message>
        <source>Step</source>
        <extracomment>Axis of a chart</extracomment>
        <translation>步</translation>
    </message>
    <message>
        <source>%1, validation
(higher is better)</source>
        <extracomment>Axis of a chart: name of a metric on the validation day</extracomment>
        <translation>%1，验证
（越高越好）</translation>
    </message>
    <message>
        <source>%1, training
(lower is better)</source>
        <translation>%1，训练
（越低越好）</translation>
    </message>
    <message>
        <source>%1 (mean of seeds: %2)</source>
        <extracomment>A group of runs that differ in their seed, and how many they are</extracomment>
        <translation>%1（种子均值：%2）</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>only the first %1 of %2 runs are drawn</source>
        <translation>仅绘制前 %1 个运行，共 %2 个</translation>
    </message>
    <message>
        <source>Curves of the selected runs</source>
        <translation>所选运行的曲线</translation>
    </message>
    <message>
        <source>%1 over the steps, runs shown: %2</source>
        <translation>%1 随步数的变化，显示的运行：%2</translation>
    </message>
    <message>
        <source>What the curves show</source>
        <translation>曲线显示的内容</translation>
    </message>
    <message>
        <source>What the curves show: the quality on the validation day or the training loss</source>
        <translation>曲线显示的内容：验证日的质量或训练损失</translation>
    </message>
    <message>
        <source>No curve yet: select runs that have been evaluated.</source>
        <translation>尚无曲线：请选择已评估的运行。</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
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
    <message>
        <source>Note about the run</source>
        <translation>运行的备注</translation>
    </message>
    <message>
        <source>Markdown: **bold**, *italic*, - lists, [text](link)</source>
        <translation>Markdown：**粗体**、*斜体*、- 列表、[文字](链接)</translation>
    </message>
    <message>
        <source>Ctrl+Enter saves, Escape discards</source>
        <translation>Ctrl+Enter 保存，Escape 放弃</translation>
    </message>
    <message>
        <source>Save note</source>
        <translation>保存备注</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel editing the note</source>
        <translation>取消编辑备注</translation>
    </message>
    <message>
        <source>Save the note</source>
        <translation>保存备注</translation>
    </message>
    <message>
        <source>Leave the note as it was</source>
        <translation>保持备注不变</translation>
    </message>
    <message>
        <source>Imported: it keeps the name that it came with.</source>
        <translation>导入的运行：保留其原有的名称。</translation>
    </message>
</context>
<context>
    <name>opal::RunEdits</name>
    <message>
        <source>Rename run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Renamed %1</source>
        <translation>已重命名 %1</translation>
    </message>
    <message>
        <source>Tags of the run</source>
        <translation>运行的标签</translation>
    </message>
    <message>
        <source>Tags that the runs have in common</source>
        <translation>这些运行共有的标签</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>标签，以逗号分隔</translation>
    </message>
    <message>
        <source>Changed tags</source>
        <translation>已更改标签</translation>
    </message>
    <message>
        <source>Changed the note of %1</source>
        <translation>已更改 %1 的备注</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Removed the star</source>
        <translation>已取消星标</translation>
    </message>
    <message>
        <source>Archived %1</source>
        <translation>已归档 %1</translation>
    </message>
    <message>
        <source>Restored %1</source>
        <translation>已恢复 %1</translation>
    </message>
    <message numerus="yes">
        <source>Archived %n runs</source>
        <translation>
            <numerusform>已归档 %n 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n runs</source>
        <translation>
            <numerusform>已恢复 %n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed the colour</source>
        <translation>已更改颜色</translation>
    </message>
</context>
<context>
    <name>opal::RunMonitor</name>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>目前最佳</translation>
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
        <source>%1 steps, each one drawn</source>
        <translation>%1 步，逐步绘制</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>A running mean in front of the true curve, which stays behind it</source>
        <translation>叠加在真实曲线之前的滑动平均，真实曲线仍保留在后面</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>%1, epoch %2: %3</source>
        <extracomment>%3 is a list of metrics with their values</extracomment>
        <translation>%1，第 %2 轮：%3</translation>
    </message>
</context>
<context>
    <name>opal::RunNotifier</name>
    <message>
        <source>%1 has failed</source>
        <translation>%1 失败</translation>
    </message>
    <message>
        <source>The training panel tells why and what to do.</source>
        <translation>训练面板说明了原因和处理方法。</translation>
    </message>
    <message>
        <source>%1 steps.</source>
        <translation>%1 步。</translation>
    </message>
    <message>
        <source>Recall@200 on the test day: %1.</source>
        <translation>测试日召回率@200：%1。</translation>
    </message>
    <message>
        <source>%1 has finished</source>
        <translation>%1 已完成</translation>
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
    <message>
        <source>Without a tag</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Unnamed data set</source>
        <translation>未命名的数据集</translation>
    </message>
    <message>
        <source>%1 · runs: %2 · best validation Recall@200: %3</source>
        <extracomment>Heading of a group of runs: its name, how many runs it has, their best validation Recall@200</extracomment>
        <translation>%1 · 运行：%2 · 最佳验证召回率@200：%3</translation>
    </message>
    <message>
        <source>%1, imported</source>
        <extracomment>State of a run that came in a bundle, e.g. &quot;finished, imported&quot;</extracomment>
        <translation>%1，导入</translation>
    </message>
    <message>
        <source>Imported from a bundle: it can be looked at, tagged and annotated, but neither renamed nor resumed.</source>
        <translation>从运行包导入：可以查看、添加标签和备注，但不能重命名或继续训练。</translation>
    </message>
    <message>
        <source>shuffled %1, 95 % from %2 to %3</source>
        <translation>打乱后 %1，95 % 在 %2 至 %3</translation>
    </message>
    <message>
        <source>With the tags of %1 items; %2</source>
        <translation>与 %1 个物品的标签；%2</translation>
    </message>
    <message>
        <source>With the log&apos;s spectral groups of %1 items; %2</source>
        <translation>与日志对 %1 个物品的谱聚类分组；%2</translation>
    </message>
    <message>
        <source>Test day: %1</source>
        <extracomment>%1 is the meaning of a metric</extracomment>
        <translation>测试日：%1</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
</context>
<context>
    <name>opal::RunTiles</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>of %1 %</source>
        <translation>共 %1 %</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>可用 %1</translation>
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
        <source>test day, %1 users</source>
        <translation>测试日，%1 用户</translation>
    </message>
    <message>
        <source>after training</source>
        <translation>训练结束后</translation>
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
        <source>without pauses</source>
        <translation>不含暂停</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Best Recall@200</source>
        <translation>最佳召回率@200</translation>
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
        <source>Evaluations in a row without a better Recall@200; the stage ends when the patience is spent</source>
        <translation>召回率@200 连续未提升的评估次数；耐心用尽时该阶段结束</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Test Recall@200</source>
        <translation>测试召回率@200</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>What this program takes; 100 % is one core</source>
        <translation>本程序的占用；100 % 为一个核心</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>What this program holds, and what the machine has left</source>
        <translation>本程序占用的内存，以及本机剩余的内存</translation>
    </message>
    <message>
        <source>of this stage, or longer</source>
        <translation>本阶段，或更久</translation>
    </message>
    <message>
        <source>of this stage</source>
        <translation>本阶段</translation>
    </message>
    <message>
        <source>The stage ends soonest if nothing improves from now on, and at the latest at its largest number of epochs</source>
        <translation>若此后不再提升，本阶段最早结束；最迟在最大轮数时结束</translation>
    </message>
</context>
<context>
    <name>opal::RunWork</name>
    <message>
        <source>Exported the run to %1</source>
        <translation>已将运行导出到 %1</translation>
    </message>
    <message>
        <source>Export run bundle</source>
        <translation>导出运行包</translation>
    </message>
    <message>
        <source>Run bundles (*.opalrun);;All files (*)</source>
        <translation>运行包 (*.opalrun);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import run bundle</source>
        <translation>导入运行包</translation>
    </message>
    <message>
        <source>%1: points %2, new ones to train %3</source>
        <extracomment>Name of a sweep, the points that it has and those that no finished run answers</extracomment>
        <translation>%1：共 %2 个点，需新训练 %3 个</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>Imported a run. It keeps the name that it came with.</source>
        <translation>已导入一次运行。它保留其原有的名称。</translation>
    </message>
    <message>
        <source>Export for other programs</source>
        <translation>导出给其他程序</translation>
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
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选运行</translation>
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
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Copy selected rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Export run bundle…</source>
        <translation>导出运行包…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save table of runs</source>
        <translation>保存运行表格</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Saved the table to %1</source>
        <translation>已将表格保存到 %1</translation>
    </message>
    <message>
        <source>Filter: words, model = opal and recall@50 &gt; 0.2, tag:paper, is:star</source>
        <translation>筛选：词语、model = opal and recall@50 &gt; 0.2、tag:paper、is:star</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>Group by data set</source>
        <translation>按数据集分组</translation>
    </message>
    <message>
        <source>Group by tags</source>
        <translation>按标签分组</translation>
    </message>
    <message>
        <source>Group runs</source>
        <translation>运行分组</translation>
    </message>
    <message>
        <source>Put runs together under headings; runs with the same tags form one group</source>
        <translation>将运行归到各标题下；标签相同的运行为一组</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More actions for runs</source>
        <translation>更多运行操作</translation>
    </message>
    <message>
        <source>Import run bundle…</source>
        <translation>导入运行包…</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>将表格保存为 CSV…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Make ablations</source>
        <translation>做消融实验</translation>
    </message>
    <message>
        <source>Trains the run&apos;s settings with each part of OPAL taken away</source>
        <translation>以该运行的设置，逐一去掉 OPAL 的各部分进行训练</translation>
    </message>
    <message>
        <source>Undo the last edit of runs</source>
        <translation>撤销对运行的上一次编辑</translation>
    </message>
    <message>
        <source>Redo the edit of runs</source>
        <translation>重做对运行的编辑</translation>
    </message>
    <message>
        <source>Open the selected run</source>
        <translation>打开所选运行</translation>
    </message>
    <message>
        <source>Rename the selected run</source>
        <translation>重命名所选运行</translation>
    </message>
    <message>
        <source>Archive the selected runs</source>
        <translation>归档所选运行</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Measure interests</source>
        <translation>测量兴趣</translation>
    </message>
    <message>
        <source>Whether the interests mean anything: agreement of the hyper-categories, SPPMI within and between interests over all users of the test day</source>
        <translation>兴趣是否有意义：超类别的一致性，以及在测试日全部用户上的兴趣内、兴趣间 SPPMI</translation>
    </message>
    <message>
        <source>Conditions over fields, joined by and, or, not and brackets, e.g. model = opal and recall@50 &gt; 0.2.
A word alone is looked for in name, id, model, data set, state, tags and note.
Operators: = != &lt; &lt;= &gt; &gt;= and : (contains). Fields: every parameter, name, model, data, state, tag, note, seed, recall and epoch (validation), recall@50, hit_rate@50, ndcg@50 (test), ami, nmi, within, between, ratio (interests), is:star.</source>
        <translation>关于字段的条件，用 and、or、not 和括号连接，例如 model = opal and recall@50 &gt; 0.2。
单独的词语在名称、ID、模型、数据集、状态、标签和备注中查找。
运算符：= != &lt; &lt;= &gt; &gt;= 和 :（包含）。字段：所有参数，name、model、data、state、tag、note、seed、recall 和 epoch（验证），recall@50、hit_rate@50、ndcg@50（测试），ami、nmi、within、between、ratio（兴趣），is:star。</translation>
    </message>
    <message>
        <source>Export for other programs</source>
        <translation>导出给其他程序</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>This run was imported: it keeps its name. Give it a tag or a note instead.</source>
        <translation>此运行是导入的，保留其名称。可以改为添加标签或备注。</translation>
    </message>
    <message>
        <source>Adopt vectors…</source>
        <translation>采用向量…</translation>
    </message>
    <message>
        <source>Adopted %1</source>
        <translation>已采用 %1</translation>
    </message>
</context>
<context>
    <name>opal::SessionKeeper</name>
    <message>
        <source>Training was interrupted</source>
        <translation>训练被中断</translation>
    </message>
    <message>
        <source>The studio ended while %1 was being trained. Everything up to its last checkpoint is kept; resumed, it ends with the same weights as without the interruption.</source>
        <translation>工作室在训练 %1 时结束。最后一个检查点之前的内容都已保留；继续训练后得到的权重与不中断时完全相同。</translation>
    </message>
    <message>
        <source>Resume training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>opal::SetupForm</name>
    <message>
        <source>None chosen</source>
        <translation>未选择</translation>
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
        <source>Add a model file</source>
        <translation>添加模型文件</translation>
    </message>
    <message>
        <source>TorchScript files (*.pt *.pth *.ts)</source>
        <translation>TorchScript 文件 (*.pt *.pth *.ts)</translation>
    </message>
    <message>
        <source>“%1” is a program. It will run on this computer with your rights. Add it only if you know where it comes from.</source>
        <translation>“%1”是一个程序，将以您的权限在本机运行。请仅在了解其来源时添加。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Trust and add</source>
        <translation>信任并添加</translation>
    </message>
    <message>
        <source>Trying the file out…</source>
        <translation>正在试运行文件…</translation>
    </message>
    <message>
        <source>Add a model file…</source>
        <translation>添加模型文件…</translation>
    </message>
    <message>
        <source>A TorchScript file becomes a model of this workspace (Help, Your own model)</source>
        <translation>将 TorchScript 文件作为此工作区的模型（帮助：您自己的模型）</translation>
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
    <name>opal::SideTableFields</name>
    <message>
        <source>Choose a side table</source>
        <translation>选择附加表</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt *.dat *.item);;All files (*)</source>
        <translation>表格 (*.csv *.tsv *.txt *.dat *.item);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the folder of the covers</source>
        <translation>选择封面文件夹</translation>
    </message>
    <message>
        <source>&amp;Side table</source>
        <translation>附加表(&amp;S)</translation>
    </message>
    <message>
        <source>Table with a column of item ids and columns of titles, tags and file names of covers</source>
        <translation>含视频编号列以及标题、标签和封面文件名各列的表</translation>
    </message>
    <message>
        <source>Co&amp;vers folder</source>
        <translation>封面文件夹(&amp;V)</translation>
    </message>
    <message>
        <source>Folder that the file names of the covers are relative to; pictures are read when they are shown, nothing is copied or fetched</source>
        <translation>封面文件名所相对的文件夹；图片在显示时才读取，不复制，也不从网络获取</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>the side table&apos;s own</source>
        <extracomment>Placeholder of the folder of the covers</extracomment>
        <translation>附加表所在的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>opal::SplitFields</name>
    <message>
        <source>In the part that was read:</source>
        <translation>在已读的部分中：</translation>
    </message>
    <message>
        <source>%1 users and %2 targets to validate, %3 users and %4 targets to test.</source>
        <translation>验证 %1 个用户、%2 个目标，测试 %3 个用户、%4 个目标。</translation>
    </message>
    <message>
        <source>Recall over fewer than %1 users says little.</source>
        <translation>不足 %1 个用户时，召回率说明不了什么。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <extracomment>Button that takes another split of the log, e.g. &quot;last-items:1&quot;</extracomment>
        <translation>采用“%1”</translation>
    </message>
    <message>
        <source>&amp;Split</source>
        <translation>划分(&amp;S)</translation>
    </message>
    <message>
        <source>How the log is cut into training, validation and test</source>
        <translation>日志如何划分为训练、验证和测试</translation>
    </message>
    <message>
        <source>&amp;Repeats</source>
        <translation>重复(&amp;R)</translation>
    </message>
    <message>
        <source>What becomes of held-out interactions with videos that the user has seen before</source>
        <translation>留出交互中用户看过的视频如何处理</translation>
    </message>
    <message>
        <source>Argument of the split</source>
        <translation>划分的参数</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>The last day is the test, the one before it validation; in a log without times the last two interactions of each user.</source>
        <translation>最后一天为测试，前一天为验证；日志没有时间时，取每个用户的最后两次交互。</translation>
    </message>
    <message>
        <source>Are targets that lists leave out</source>
        <translation>作为目标，但不进入列表</translation>
    </message>
    <message>
        <source>Are left out</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>May be recommended, too</source>
        <translation>也可以推荐</translation>
    </message>
</context>
<context>
    <name>opal::SweepAxisRow</name>
    <message>
        <source>Choose a model first</source>
        <translation>先选择模型</translation>
    </message>
    <message>
        <source>Give values separated by commas</source>
        <translation>请给出以逗号分隔的值</translation>
    </message>
    <message>
        <source>Parameter of the axis</source>
        <translation>轴的参数</translation>
    </message>
    <message>
        <source>Values of the axis</source>
        <translation>轴的取值</translation>
    </message>
    <message>
        <source>0.1,0.5,1</source>
        <comment>example of values of a parameter</comment>
        <translation>0.1,0.5,1</translation>
    </message>
    <message>
        <source>Remove the axis</source>
        <translation>移除该轴</translation>
    </message>
</context>
<context>
    <name>opal::SweepForm</name>
    <message>
        <source>Choose a data set first</source>
        <translation>先选择数据集</translation>
    </message>
    <message>
        <source>Choose at least one model</source>
        <translation>至少选择一个模型</translation>
    </message>
    <message>
        <source>Complete or remove the marked axis</source>
        <translation>请补全或移除标出的轴</translation>
    </message>
    <message>
        <source>Seeds are whole numbers separated by commas, not %1</source>
        <translation>种子是以逗号分隔的整数，而不是 %1</translation>
    </message>
    <message>
        <source>These are more than %1 points; take values or models away</source>
        <translation>超过 %1 个点；请减少取值或模型</translation>
    </message>
    <message numerus="yes">
        <source>%n points</source>
        <comment>of a sweep: trainings</comment>
        <translation>
            <numerusform>%n 个点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answered by finished runs</source>
        <translation>
            <numerusform>%n 个已有完成的运行</numerusform>
        </translation>
    </message>
    <message>
        <source>none trained yet</source>
        <translation>尚未训练</translation>
    </message>
    <message>
        <source>None chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>New sweep</source>
        <translation>新参数扫描</translation>
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
        <source>Choose a data set</source>
        <translation>选择数据集</translation>
    </message>
    <message>
        <source>Opens the data panel</source>
        <translation>打开数据面板</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>All</source>
        <comment>models</comment>
        <translation>全部</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Number of interests</source>
        <translation>兴趣数</translation>
    </message>
    <message numerus="yes">
        <source>%n interests</source>
        <translation>
            <numerusform>%n 个兴趣</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a mark the number of the parameters below is taken</source>
        <translation>未勾选时采用下方参数中的数目</translation>
    </message>
    <message>
        <source>Further axes</source>
        <translation>更多轴</translation>
    </message>
    <message>
        <source>Add axis</source>
        <translation>添加轴</translation>
    </message>
    <message>
        <source>Let another parameter take several values</source>
        <translation>让另一个参数取多个值</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>seed of the parameters, or 1,2,3</source>
        <translation>参数中的种子，或 1,2,3</translation>
    </message>
    <message>
        <source>Seeds, separated by commas</source>
        <translation>种子，以逗号分隔</translation>
    </message>
    <message>
        <source>OPAL&apos;s six ablations, too</source>
        <translation>也包括 OPAL 的六种消融</translation>
    </message>
    <message>
        <source>Every point of OPAL is also trained with each of its parts taken away</source>
        <translation>OPAL 的每个点还会逐一去掉各部分进行训练</translation>
    </message>
    <message>
        <source>Parameters of all points</source>
        <translation>所有点的参数</translation>
    </message>
    <message>
        <source>Models take those that they have; what is not named has its default</source>
        <translation>各模型采用其具有的参数；未列出的取默认值</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>made from the settings</source>
        <translation>由设置生成</translation>
    </message>
    <message>
        <source>Name of the sweep</source>
        <translation>参数扫描的名称</translation>
    </message>
    <message>
        <source>Start sweep</source>
        <translation>开始参数扫描</translation>
    </message>
    <message numerus="yes">
        <source>begins with %n points and goes on from what they show</source>
        <comment>of a fair comparison: trainings</comment>
        <translation>
            <numerusform>从 %n 个点开始，并根据其结果继续</numerusform>
        </translation>
    </message>
    <message>
        <source>Fair comparison</source>
        <translation>公平比较</translation>
    </message>
    <message>
        <source>Searches the learning rate and what else a model&apos;s paper tunes for every model and number of interests on the validation day, with the first seed and the same budget, until both neighbours are worse; then every winner is trained with the other seeds</source>
        <translation>对每个模型和每个兴趣数，用第一个种子和相同的预算在验证日上搜索学习率以及该模型论文所调的其他参数，直到两个相邻取值都更差；随后用其余种子训练每个胜者</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Most settings tried for each model and number of interests</source>
        <translation>每个模型和兴趣数最多尝试的设置数</translation>
    </message>
</context>
<context>
    <name>opal::SweepPointTableModel</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Waiting, begun</source>
        <translation>等待中，已开始</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Finished, reused</source>
        <extracomment>A run that was there already answers the point</extracomment>
        <translation>已完成，复用</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Best Recall@200 on the validation day, of the last stage</source>
        <translation>最后阶段在验证日的最佳 Recall@200</translation>
    </message>
    <message>
        <source>On the test day</source>
        <translation>在测试日</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>opal::SweepTableModel</name>
    <message>
        <source>%1, made %2</source>
        <translation>%1，创建于 %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>Points of a sweep that are finished, of all</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>参数扫描</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>opal::SweepsPanel</name>
    <message>
        <source>Sweeps</source>
        <translation>参数扫描</translation>
    </message>
    <message>
        <source>%1: points %2, new ones to train %3</source>
        <extracomment>Name of a sweep, the points that it has and those that no finished run answers</extracomment>
        <translation>%1：共 %2 个点，需新训练 %3 个</translation>
    </message>
    <message>
        <source>Remove sweep</source>
        <translation>移除参数扫描</translation>
    </message>
    <message>
        <source>Remove the sweep %1 from the list? Its runs stay.</source>
        <translation>从列表中移除参数扫描 %1？其运行会保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Stopping after this step</source>
        <translation>完成当前步后停止</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n points finished</source>
        <translation>
            <numerusform>%n 个点中已完成 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <comment>points of a sweep</comment>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩 %1</translation>
    </message>
    <message>
        <source>No sweeps yet</source>
        <translation>尚无参数扫描</translation>
    </message>
    <message>
        <source>A sweep trains every combination of models, values and seeds, one run each, and goes on where it stopped. Set one up on the left.</source>
        <translation>参数扫描会训练模型、取值与种子的每种组合，各一个运行，并能从停下处继续。请在左侧设置。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Finishes this step, keeps everything and begins no further point</source>
        <translation>完成当前步，保留一切，不再开始新的点</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Trains the points that wait; an interrupted one is resumed</source>
        <translation>训练等待的点；中断的点会继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops now; what is trained stays, and the sweep can be continued</source>
        <translation>立即停止；已训练的保留，参数扫描可以继续</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败的点</translation>
    </message>
    <message>
        <source>Trains the failed points again</source>
        <translation>重新训练失败的点</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Trains the selected waiting point earlier</source>
        <translation>提前训练所选等待的点</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Trains the selected waiting point later</source>
        <translation>推后训练所选等待的点</translation>
    </message>
    <message>
        <source>Takes the sweep off the list; its runs stay</source>
        <translation>将参数扫描移出列表；其运行保留</translation>
    </message>
    <message>
        <source>Points of the sweep</source>
        <translation>参数扫描的点</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>参数扫描进度</translation>
    </message>
    <message>
        <source>Views of the sweep</source>
        <translation>参数扫描的视图</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Number of interests</source>
        <translation>兴趣数</translation>
    </message>
</context>
<context>
    <name>opal::TableCopying</name>
    <message>
        <source>Copy the row</source>
        <translation>复制该行</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制整个表格</translation>
    </message>
    <message>
        <source>Fit the columns</source>
        <translation>调整列宽</translation>
    </message>
</context>
<context>
    <name>opal::TablesPanel</name>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>The paper kit is in %1</source>
        <translation>论文材料包位于 %1</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <extracomment>Only runs with a tag</extracomment>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>Copied the table</source>
        <translation>已复制表格</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>LaTeX (*.tex);;CSV (*.csv);;Markdown (*.md)</source>
        <translation>LaTeX (*.tex);;CSV (*.csv);;Markdown (*.md)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Where to put the folder paper-kit</source>
        <translation>文件夹 paper-kit 的位置</translation>
    </message>
    <message>
        <source>No runs selected</source>
        <translation>未选中运行</translation>
    </message>
    <message>
        <source>Nothing to tabulate yet</source>
        <translation>尚无可列表的内容</translation>
    </message>
    <message>
        <source>Select runs on the runs panel, with Ctrl or Shift for several.</source>
        <translation>在运行面板中选择运行，按住 Ctrl 或 Shift 可选多个。</translation>
    </message>
    <message>
        <source>Tested runs of models fill Table II, a run of OPAL and its ablations Table III, data sets Table I. A sweep trains them all.</source>
        <translation>各模型测试过的运行填入表 II，OPAL 的运行及其消融填入表 III，数据集填入表 I。一次参数扫描可全部训练。</translation>
    </message>
    <message>
        <source>Go to sweeps</source>
        <translation>前往参数扫描</translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <comment>that a table is made of</comment>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Table I: data sets</source>
        <translation>表 I：数据集</translation>
    </message>
    <message>
        <source>Table II: models</source>
        <translation>表 II：模型</translation>
    </message>
    <message>
        <source>Table III: ablations</source>
        <translation>表 III：消融</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>所有运行</translation>
    </message>
    <message>
        <source>Selected runs</source>
        <translation>选中的运行</translation>
    </message>
    <message>
        <source>Runs of the table</source>
        <translation>表中的运行</translation>
    </message>
    <message>
        <source>Test significance</source>
        <translation>检验显著性</translation>
    </message>
    <message>
        <source>Compares the best with the second best of each column, user by user on the test day</source>
        <translation>在测试日逐用户比较每列的最佳与次佳</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops the test</source>
        <translation>停止检验</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Puts the table on the clipboard</source>
        <translation>把表格放到剪贴板</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Writes the table as LaTeX, CSV or Markdown</source>
        <translation>以 LaTeX、CSV 或 Markdown 写出表格</translation>
    </message>
    <message>
        <source>Save paper kit…</source>
        <translation>保存论文材料包…</translation>
    </message>
    <message>
        <source>Writes all tables and figures of these runs, macros for the text and how they were made into a folder</source>
        <translation>把这些运行的所有表格与图、正文用的宏以及制作方法写入一个文件夹</translation>
    </message>
    <message>
        <source>As LaTeX</source>
        <translation>LaTeX 格式</translation>
    </message>
    <message>
        <source>As CSV</source>
        <translation>CSV 格式</translation>
    </message>
    <message>
        <source>As Markdown</source>
        <translation>Markdown 格式</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>检验进度</translation>
    </message>
    <message>
        <source>Results table</source>
        <translation>结果表</translation>
    </message>
    <message>
        <source>Open the runs of the cell</source>
        <translation>打开该单元格的运行</translation>
    </message>
    <message>
        <source>Interest measures</source>
        <translation>兴趣度量</translation>
    </message>
    <message>
        <source>Columns that say whether the interests mean anything: AMI and NMI of the hyper-categories, SPPMI within and between interests, where they were measured</source>
        <translation>说明兴趣是否有意义的列：超类别的 AMI 和 NMI，兴趣内、兴趣间的 SPPMI（在已测量之处）</translation>
    </message>
</context>
<context>
    <name>opal::Tour</name>
    <message>
        <source>Look at one person</source>
        <translation>查看单个用户</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>跳过导览</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>What the model calls alike</source>
        <translation>模型眼中的相似</translation>
    </message>
    <message>
        <source>Every video belongs to one hyper-category, and words and tags say what each is about. In the demo they are worlds of topics that the same people watch, though no world is written down anywhere. AMI says how well they agree with the tags: 0 is chance, 0.72 the most that four worlds of three topics can reach. Nothing here yet? File, Train the demo.</source>
        <translation>每个视频属于一个超类别，词语和标签说明各超类别的内容。在示例中，它们就是同一群人观看的主题所组成的世界，尽管世界没有写在任何地方。AMI 表示它们与标签的一致程度：0 为随机水平，四个各含三个主题的世界最多达到 0.72。这里还没有内容？请选择“文件 → 训练示例”。</translation>
    </message>
    <message>
        <source>Interests that differ show as blocks</source>
        <translation>不同的兴趣显示为方块</translation>
    </message>
    <message>
        <source>The videos recommended to one user, by the interest that found them: coloured where the same people watch both. Blocks along the diagonal are interests that belong together and apart from the others.</source>
        <translation>推荐给一个用户的视频，按找到它们的兴趣排列：同一群人都观看的两个视频，颜色突出。对角线上的方块表示兴趣内部相关，且与其他兴趣不同。</translation>
    </message>
    <message>
        <source>Each interest has a name and a colour: the same in the history, on its card and in the recommendations that it found.</source>
        <translation>每个兴趣有一个名称和一种颜色：在历史、兴趣卡片以及由它找到的推荐中都相同。</translation>
    </message>
    <message>
        <source>Islands instead of a cloud</source>
        <translation>岛屿，而不是一团云</translation>
    </message>
    <message>
        <source>All videos, close together where the model takes them for alike, coloured by hyper-category. Point at one to see what it is; draw around some to list them.</source>
        <translation>所有视频：模型认为相似的彼此靠近，按超类别着色。指向一个视频可查看其内容；圈选一些视频可将其列出。</translation>
    </message>
    <message>
        <source>Several interests against one</source>
        <translation>多个兴趣与一个兴趣</translation>
    </message>
    <message>
        <source>The demo is trained with four interests and with one. Four recall more here, because this log is made of people who live in two or three very different worlds; on your own log, try both. Drop it on the window to begin; F1 opens the guide, Help starts this tour again.</source>
        <translation>示例分别用四个兴趣和一个兴趣训练。这里四个兴趣的召回率更高，因为这份日志中的人生活在两三个截然不同的世界里；在自己的日志上，请两种都试一试。将日志拖放到窗口上即可开始；按 F1 打开指南，通过“帮助”可重新开始本导览。</translation>
    </message>
</context>
<context>
    <name>opal::TradeoffPage</name>
    <message numerus="yes">
        <source>Measure %n run(s)</source>
        <translation>
            <numerusform>测量 %n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Choose a run to compare it with others of its data set.</source>
        <translation>选择一个运行，与同一数据集的其他运行比较。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>The lists of all users of each run are compared.</source>
        <translation>正在比较每个运行所有用户的列表。</translation>
    </message>
    <message>
        <source>Nothing measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Accuracy and diversity of a run are measured over all users of the test day and kept.</source>
        <translation>运行的准确性与多样性在测试日的所有用户上测量并保存。</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确性</translation>
    </message>
    <message>
        <source>Measure of accuracy</source>
        <translation>准确性指标</translation>
    </message>
    <message>
        <source>Diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Measure of diversity</source>
        <translation>多样性指标</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>测量进度</translation>
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
        <source>Correct the marked values first</source>
        <translation>请先更正标出的数值</translation>
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
        <source>Resume with changes</source>
        <translation>更改后继续训练</translation>
    </message>
    <message>
        <source>Queue resume with changes</source>
        <translation>排队继续（含更改）</translation>
    </message>
    <message>
        <source>Queue resume</source>
        <translation>排队继续</translation>
    </message>
    <message>
        <source>Waits in the queue already</source>
        <translation>已在队列中等待</translation>
    </message>
    <message>
        <source>Starts when the work before it is done</source>
        <translation>前面的工作完成后开始</translation>
    </message>
    <message>
        <source>waits in the queue to be resumed</source>
        <translation>在队列中等待继续</translation>
    </message>
    <message>
        <source>Going to the next stage after this step</source>
        <translation>此步之后进入下一阶段</translation>
    </message>
    <message>
        <source>Go to the next stage now</source>
        <translation>立即进入下一阶段</translation>
    </message>
</context>
<context>
    <name>opal::UserDiversityPage</name>
    <message numerus="yes">
        <source>%1: %n item(s)</source>
        <translation>
            <numerusform>%1：%n 个物品</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %2: %n item(s)</source>
        <translation>
            <numerusform>%1 与 %2：%n 个物品</numerusform>
        </translation>
    </message>
    <message>
        <source>Interest: %1</source>
        <translation>兴趣：%1</translation>
    </message>
    <message>
        <source>Hyper-category: %1</source>
        <translation>超类别：%1</translation>
    </message>
    <message>
        <source>Click a block for its items</source>
        <translation>点击色块查看其物品</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Choose a run to see how varied its recommendations are.</source>
        <translation>选择一个运行，查看其推荐的多样程度。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>No user chosen</source>
        <translation>未选择用户</translation>
    </message>
    <message>
        <source>Choose a user to see how alike the recommended items are.</source>
        <translation>选择一个用户，查看推荐物品之间的相似程度。</translation>
    </message>
    <message>
        <source>Pick any user</source>
        <translation>任选用户</translation>
    </message>
    <message numerus="yes">
        <source>%n user(s) of the training days have both</source>
        <translation>
            <numerusform>训练日内有 %n 个用户同时拥有两者</numerusform>
        </translation>
    </message>
    <message>
        <source>SPPMI %1</source>
        <translation>SPPMI %1</translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>兴趣</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Items of the block</source>
        <translation>色块的物品</translation>
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
    <message>
        <source>Find a user</source>
        <translation>查找用户</translation>
    </message>
    <message>
        <source>Most diverse</source>
        <translation>最多样</translation>
    </message>
    <message>
        <source>Most drifting</source>
        <translation>漂移最大</translation>
    </message>
    <message>
        <source>Most interests</source>
        <translation>兴趣最多</translation>
    </message>
    <message>
        <source>Best hit</source>
        <translation>命中最好</translation>
    </message>
    <message>
        <source>Worst hit</source>
        <translation>命中最差</translation>
    </message>
    <message>
        <source>Find a user by property</source>
        <translation>按属性查找用户</translation>
    </message>
    <message>
        <source>Show the user who is first by a property. All users are read once a run; the page Users lists them.</source>
        <translation>显示某项属性排在首位的用户。每个运行只读取一次全部用户；“用户”页会列出他们。</translation>
    </message>
</context>
<context>
    <name>opal::UserPropertyModel</name>
    <message>
        <source>%1 of %2</source>
        <extracomment>Hits of all held-out items, e.g. &quot;2 of 5&quot;</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Mean of 1 − cosine over the pairs of interest vectors</source>
        <translation>各对兴趣向量的 1 − 余弦的平均值</translation>
    </message>
    <message>
        <source>How much the shares of the interests differ between the older and the newer half of the history: 0 not at all, 1 wholly</source>
        <translation>各兴趣的占比在历史的前半段与后半段之间的差异：0 为完全相同，1 为完全不同</translation>
    </message>
    <message>
        <source>Effective number of interests: exponential of the entropy of their intensities</source>
        <translation>有效兴趣数：兴趣强度的熵的指数</translation>
    </message>
    <message>
        <source>Share of the held-out items that the merged list finds</source>
        <translation>合并列表找到的留出物品的比例</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Interests</source>
        <translation>兴趣数</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
</context>
<context>
    <name>opal::UserTable</name>
    <message>
        <source>Users with items on the test day: %1. Press Enter to open one.</source>
        <translation>在测试日有物品的用户：%1。按回车键打开其中一个。</translation>
    </message>
    <message>
        <source>Reading all users of the run once; the jobs strip shows how far</source>
        <translation>正在读取该运行的全部用户（仅一次）；任务条显示进度</translation>
    </message>
    <message>
        <source>Users of the run with their properties</source>
        <translation>该运行的用户及其属性</translation>
    </message>
</context>
<context>
    <name>opal::UsersDiversityPage</name>
    <message>
        <source>No run chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Choose a run to see how varied its recommendations are.</source>
        <translation>选择一个运行，查看其推荐有多多样。</translation>
    </message>
    <message>
        <source>Choose a run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>The lists of one user after another are compared.</source>
        <translation>正在逐个用户比较列表。</translation>
    </message>
    <message>
        <source>Nothing computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>Choose users and compute how alike their recommended items are, how much of the catalogue they cover and how popular they are.</source>
        <translation>选择用户，计算其推荐物品的相似程度、覆盖目录的比例以及流行程度。</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
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
        <source>Hit rate</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>By SPPMI</source>
        <translation>按 SPPMI</translation>
    </message>
    <message>
        <source>By tag</source>
        <translation>按标签</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Gini</source>
        <translation>基尼系数</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Interactions before the test day, shortest to longest</source>
        <translation>测试日之前的交互数，从最短到最长</translation>
    </message>
    <message>
        <source>Mean over users of the share of held-out items in the list</source>
        <translation>列表中留出物品占比在用户上的均值</translation>
    </message>
    <message>
        <source>Share of users with a held-out item in the list</source>
        <translation>列表中有留出物品的用户占比</translation>
    </message>
    <message>
        <source>Mean over pairs of 1 - SPPMI / -log(#(i,j) / |D|): 1 where two items never share a user of the training days</source>
        <translation>1 - SPPMI / -log(#(i,j) / |D|) 在物品对上的均值：两个物品在训练日从无共同用户时为 1</translation>
    </message>
    <message>
        <source>Share of the pairs of tagged items without a common tag</source>
        <translation>有标签的物品对中没有共同标签的占比</translation>
    </message>
    <message>
        <source>Share of the catalogue that is in the list of any user of the group</source>
        <translation>出现在该组任一用户列表中的目录占比</translation>
    </message>
    <message>
        <source>Sum of (2i - N - 1) x_i / (N sum x) over all N items by rising exposure: 0 even, near 1 concentrated</source>
        <translation>按曝光升序对全部 N 个物品求 (2i - N - 1) x_i / (N sum x) 之和：0 为均匀，接近 1 为集中</translation>
    </message>
    <message>
        <source>Users of the training days who have a recommended item, on average</source>
        <translation>训练日中拥有某推荐物品的平均用户数</translation>
    </message>
    <message>
        <source>No user has such a pair</source>
        <translation>没有用户有这样的物品对</translation>
    </message>
    <message>
        <source>Mean SPPMI %1</source>
        <translation>平均 SPPMI %1</translation>
    </message>
    <message numerus="yes">
        <source>%n user(s) have such pairs</source>
        <translation>
            <numerusform>%n 个用户有这样的物品对</numerusform>
        </translation>
    </message>
    <message>
        <source>Set of users</source>
        <translation>用户集合</translation>
    </message>
    <message>
        <source>All of the test day</source>
        <translation>测试日的全部</translation>
    </message>
    <message>
        <source>Most active</source>
        <translation>最活跃</translation>
    </message>
    <message>
        <source>Least active</source>
        <translation>最不活跃</translation>
    </message>
    <message>
        <source>By active interests</source>
        <translation>按活跃兴趣数</translation>
    </message>
    <message>
        <source>By id</source>
        <translation>按 id</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>How many users, or how many interests their lists come from</source>
        <translation>多少用户，或其列表来自多少个兴趣</translation>
    </message>
    <message>
        <source>User ids</source>
        <translation>用户 id</translation>
    </message>
    <message>
        <source>Ids, separated by commas or spaces</source>
        <translation>以逗号或空格分隔的 id</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the computation</source>
        <translation>计算进度</translation>
    </message>
    <message>
        <source>Groups of these users</source>
        <translation>这些用户的分组</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the groups</source>
        <translation>复制分组</translation>
    </message>
    <message>
        <source>Groups of users</source>
        <translation>用户分组</translation>
    </message>
    <message>
        <source>Within %1</source>
        <translation>%1 内</translation>
    </message>
    <message>
        <source>Between %1 and %2</source>
        <translation>%1 与 %2 之间</translation>
    </message>
</context>
<context>
    <name>opal::UsersPage</name>
    <message>
        <source>Pin a baseline run, then select the run to compare with it.</source>
        <translation>请固定一个基线运行，然后选择要与之比较的运行。</translation>
    </message>
    <message>
        <source>Select one run to compare with the baseline %1.</source>
        <translation>请选择一个运行，与基线 %1 比较。</translation>
    </message>
    <message>
        <source>These runs are of different data sets, so they have no users in common.</source>
        <translation>这些运行属于不同的数据集，因此没有共同的用户。</translation>
    </message>
    <message>
        <source>%1 against the baseline %2, user by user on the test day</source>
        <translation>%1 与基线 %2 在测试日逐个用户比较</translation>
    </message>
    <message>
        <source>%1 against %2 in Recall@%3: better for %4 users, equal for %5, worse for %6</source>
        <extracomment>Users whom a run serves better, equally well and worse than the baseline</extracomment>
        <translation>%1 与 %2 比较，召回率@%3：%4 个用户更好，%5 个相同，%6 个更差</translation>
    </message>
    <message>
        <source>Compare users</source>
        <translation>比较用户</translation>
    </message>
    <message>
        <source>Evaluate both runs on every user of the test day</source>
        <translation>在测试日的每个用户上评估两个运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel comparing users</source>
        <translation>取消比较用户</translation>
    </message>
    <message>
        <source>Show user</source>
        <translation>显示用户</translation>
    </message>
    <message>
        <source>Open this user&apos;s interests in the run</source>
        <translation>打开该用户在此运行中的兴趣</translation>
    </message>
    <message>
        <source>Metric of the comparison</source>
        <translation>比较所用的指标</translation>
    </message>
    <message>
        <source>Progress of comparing users</source>
        <translation>用户比较的进度</translation>
    </message>
    <message>
        <source>Users, largest difference first</source>
        <translation>用户，差异大者在前</translation>
    </message>
    <message>
        <source>Show the user in Interests</source>
        <translation>在“兴趣”中显示该用户</translation>
    </message>
</context>
<context>
    <name>opal::UsersTableModel</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Test items</source>
        <extracomment>Column: number of items that a user interacted with on the test day</extracomment>
        <translation>测试物品数</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>opal::WeightRow</name>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Mute interest %1</source>
        <translation>将兴趣 %1 静音</translation>
    </message>
    <message>
        <source>Leave the interest out of the merged list</source>
        <translation>将该兴趣排除在合并列表之外</translation>
    </message>
    <message>
        <source>Weight of interest %1</source>
        <translation>兴趣 %1 的权重</translation>
    </message>
    <message>
        <source>Factor on the scores of the interest in the merged list</source>
        <translation>该兴趣的得分在合并列表中的系数</translation>
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
    <message>
        <source>Makes a small log of 2,000 users who live in several worlds and of 4,000 videos with covers, and trains OPAL on it with four interests and with one. Takes about a minute, nothing is downloaded.</source>
        <translation>生成一份小型日志，含生活在多个世界里的 2,000 个用户和 4,000 个带封面的视频，并分别用四个兴趣和一个兴趣训练 OPAL。约需一分钟，无需下载。</translation>
    </message>
</context>
<context>
    <name>opal::WhatIfBar</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The merged list stays as it was</source>
        <translation>合并列表保持不变</translation>
    </message>
    <message>
        <source>Merged list: +%1 in, −%2 out, %3 moved</source>
        <extracomment>Items that came into the list, left it, and changed their place</extracomment>
        <translation>合并列表：新入 +%1，移出 −%2，移动 %3</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>打开案例</translation>
    </message>
    <message>
        <source>%1 (user %2)</source>
        <translation>%1（用户 %2）</translation>
    </message>
    <message>
        <source>Undo: %1 (Ctrl+Z)</source>
        <translation>撤销：%1 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo: %1 (Ctrl+Shift+Z)</source>
        <translation>重做：%1 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>重做 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the last edit</source>
        <translation>撤销上一次编辑</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo the edit</source>
        <translation>重做该编辑</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Show the user as he is; one step that can be undone</source>
        <translation>显示用户的原样；此步可以撤销</translation>
    </message>
    <message>
        <source>Take all edits back</source>
        <translation>还原所有编辑</translation>
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
        <source>&amp;Merge</source>
        <translation>合并(&amp;M)</translation>
    </message>
    <message>
        <source>Merge rule</source>
        <translation>合并规则</translation>
    </message>
    <message>
        <source>by maximum</source>
        <translation>按最大值</translation>
    </message>
    <message>
        <source>by quota</source>
        <translation>按配额</translation>
    </message>
    <message>
        <source>in turns</source>
        <translation>轮流</translation>
    </message>
    <message>
        <source>How the lists become one: by the highest score under any interest, with places in proportion to the intensity of the interests, or one item of each interest in turn</source>
        <translation>各列表的合并方式：按任一兴趣下的最高得分，按兴趣强度的比例分配名额，或每个兴趣轮流取一个物品</translation>
    </message>
    <message>
        <source>ε</source>
        <extracomment>Temperature of the assignment, Greek letter</extracomment>
        <translation>ε</translation>
    </message>
    <message>
        <source>Temperature epsilon of the assignment</source>
        <translation>分配的温度 ε</translation>
    </message>
    <message>
        <source>Temperature with which items are assigned to interests: small is sharp, large is even. A model without it has none.</source>
        <translation>将物品分配给兴趣所用的温度：小则尖锐，大则均匀。不使用温度的模型没有此项。</translation>
    </message>
    <message>
        <source>Saved cases of this run</source>
        <translation>该运行的已保存案例</translation>
    </message>
    <message>
        <source>Open what was saved under a name</source>
        <translation>打开以某个名称保存的案例</translation>
    </message>
    <message>
        <source>Save case</source>
        <translation>保存案例</translation>
    </message>
    <message>
        <source>Keep the user with all edits under a name</source>
        <translation>以一个名称保存该用户及所有编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete a saved case</source>
        <translation>删除已存案例</translation>
    </message>
    <message>
        <source>Choose the saved case that is to go</source>
        <translation>选择要删除的已存案例</translation>
    </message>
    <message>
        <source>No case yet</source>
        <translation>尚无案例</translation>
    </message>
</context>
<context>
    <name>opal::WhatIfBench</name>
    <message>
        <source>Drop %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>移动 %1</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>将 %1 移到 %2</translation>
    </message>
    <message>
        <source>Weigh interest %1</source>
        <translation>调整兴趣 %1 的权重</translation>
    </message>
    <message>
        <source>Change epsilon</source>
        <translation>更改 ε</translation>
    </message>
    <message>
        <source>Change the merge rule</source>
        <translation>更改合并规则</translation>
    </message>
    <message>
        <source>Change the list length</source>
        <translation>更改列表长度</translation>
    </message>
    <message>
        <source>Take everything back</source>
        <translation>全部还原</translation>
    </message>
</context>
<context>
    <name>opal::WindowFiles</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Data sets (*.opaldata)</source>
        <translation>数据集 (*.opaldata)</translation>
    </message>
    <message>
        <source>Run bundles (*.opalrun)</source>
        <translation>运行包 (*.opalrun)</translation>
    </message>
    <message>
        <source>Configurations (*.toml)</source>
        <translation>配置 (*.toml)</translation>
    </message>
    <message>
        <source>Figures (*.pdf *.svg *.png)</source>
        <translation>图 (*.pdf *.svg *.png)</translation>
    </message>
    <message>
        <source>No file was opened yet</source>
        <translation>尚未打开过文件</translation>
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
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search panels, actions, runs, users and items</source>
        <translation>搜索面板、操作、运行、用户和物品</translation>
    </message>
    <message>
        <source>Back to the selection before</source>
        <translation>返回上一个选择</translation>
    </message>
    <message>
        <source>Forward to the selection after</source>
        <translation>前进到下一个选择</translation>
    </message>
</context>
</TS>
