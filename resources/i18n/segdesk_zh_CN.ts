<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>About</name>
    <message>
        <source>About SegDesk</source>
        <translation>关于 SegDesk</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <source>Cut pictures out by hand: boxes and strokes in, a transparent PNG out.</source>
        <translation>手工抠图：画框和笔画，得到透明 PNG。</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Undo {step}</source>
        <translation>撤销{step}</translation>
    </message>
    <message>
        <source>Redo {step}</source>
        <translation>重做{step}</translation>
    </message>
</context>
<context>
    <name>BatchList</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>处理中…</translation>
    </message>
    <message>
        <source>{percent} % kept</source>
        <translation>保留 {percent} %</translation>
    </message>
    <message>
        <source>{percent} % sure</source>
        <translation>把握 {percent} %</translation>
    </message>
</context>
<context>
    <name>BatchSheet</name>
    <message>
        <source>A folder for the results</source>
        <translation>存放结果的文件夹</translation>
    </message>
    <message>
        <source>A project or prompt file beside each picture says how: photo.segdesk or photo.prompts.json beside photo.jpg. Where there is none the main subject is looked for.</source>
        <translation>由每张图旁边的项目或标记文件决定，例如 photo.jpg 旁边的 photo.segdesk 或 photo.prompts.json；没有的就自动寻找主体。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>选择：{name}</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cut by</source>
        <translation>抠图方式</translation>
    </message>
    <message>
        <source>Draw a box in the open picture first; every picture is then cut by the same one.</source>
        <translation>请先在打开的图片上画一个框，每张图都按同样的框来抠。</translation>
    </message>
    <message>
        <source>Drop pictures and folders here.</source>
        <translation>把图片或文件夹拖到这里。</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>导出为</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Main subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>PNG with transparency</source>
        <translation>透明 PNG</translation>
    </message>
    <message>
        <source>Pictures, the worst first</source>
        <translation>图片，最需要看的在前</translation>
    </message>
    <message>
        <source>Pictures…</source>
        <translation>图片…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Prompts beside</source>
        <translation>旁边的标记</translation>
    </message>
    <message>
        <source>Same box</source>
        <translation>同一个框</translation>
    </message>
    <message>
        <source>SegDesk looks for the main subject of each picture.</source>
        <translation>SegDesk 自动寻找每张图的主体。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The box of “{name}” in every picture: {sides}.</source>
        <translation>每张图都用“{name}”的框：{sides}。</translation>
    </message>
    <message>
        <source>cutouts</source>
        <translation>抠图结果</translation>
    </message>
    <message>
        <source>{count} to look at</source>
        <translation>{count} 张需要看一下</translation>
    </message>
    <message>
        <source>{done} of {count} done</source>
        <translation>已完成 {done} / {count}</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等，另有 {count} 项</translation>
    </message>
    <message>
        <source>Finished cutouts show here, the doubtful ones first.</source>
        <translation>抠好的图显示在这里，最需要检查的排在前面。</translation>
    </message>
</context>
<context>
    <name>Batching</name>
    <message>
        <source>Looking for pictures…</source>
        <translation>正在查找图片…</translation>
    </message>
    <message>
        <source>The batch ended unexpectedly. Start it again: it goes on where it was.</source>
        <translation>批处理意外结束。请重新开始，它会从中断处继续。</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
</context>
<context>
    <name>Chapters</name>
    <message>
        <source>Brush and view</source>
        <translation>笔刷与视图</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>Choosing</name>
    <message>
        <source>Works on this computer: no key, no network.</source>
        <translation>在本机运算，无需密钥，也不联网。</translation>
    </message>
    <message>
        <source>Its public service ended on 2025-10-14. Start “segdesk serve” on a machine of yours and set its address.</source>
        <translation>官方服务已于 2025-10-14 下线。请在自己的机器上运行“segdesk serve”，再填写它的地址。</translation>
    </message>
    <message>
        <source>Set address…</source>
        <translation>填写地址…</translation>
    </message>
    <message>
        <source>Add keys…</source>
        <translation>添加密钥…</translation>
    </message>
    <message>
        <source>Looking for its keys…</source>
        <translation>正在查找密钥…</translation>
    </message>
    <message>
        <source>Ready. {host} finds the subject or what is in boxes; strokes are refined here.</source>
        <translation>已就绪。{host} 负责找主体和框选，笔画由本机细化。</translation>
    </message>
    <message>
        <source>Ready. {host} follows strokes; the first mask is found here.</source>
        <translation>已就绪。{host} 按笔画抠图，首个蒙版由本机生成。</translation>
    </message>
    <message>
        <source>Looking at its file…</source>
        <translation>正在识别模型文件…</translation>
    </message>
    <message>
        <source>Runs a model file of your own: SAM, U2-Net, IS-Net, BiRefNet.</source>
        <translation>运行你自己的模型文件：SAM、U2-Net、IS-Net、BiRefNet。</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Needs an API Key and a Secret Key, which Baidu gives by invitation.</source>
        <translation>需要 API Key 和 Secret Key；百度目前仅定向邀请开通。</translation>
    </message>
    <message>
        <source>Needs the AccessKey ID and Secret that {host} was started with.</source>
        <translation>需要 {host} 启动时所用的 AccessKey ID 和 Secret。</translation>
    </message>
    <message>
        <source>Nothing was sent. The local engine goes on.</source>
        <translation>图片没有发送，改由本地引擎继续。</translation>
    </message>
</context>
<context>
    <name>CloudPage</name>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Forget keys</source>
        <translation>清除密钥</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>The keys work.</source>
        <translation>密钥可用。</translation>
    </message>
    <message>
        <source>What the test found</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>Hide advanced</source>
        <translation>收起高级选项</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级选项</translation>
    </message>
    <message>
        <source>Alibaba Cloud ended its public service on 2025-10-14. To use this engine, start “segdesk serve” on a machine of yours, then enter its address and its keys here.</source>
        <translation>阿里云的官方服务已于 2025-10-14 下线。要使用这个引擎，请先在自己的机器上运行“segdesk serve”，再把它的地址和密钥填在这里。</translation>
    </message>
    <message>
        <source>Finds the main subject, or what is in boxes. Baidu gives out its keys by invitation only.</source>
        <translation>找出主体或框选的内容。百度的密钥目前仅定向邀请开通。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Upload address</source>
        <translation>上传地址</translation>
    </message>
    <message>
        <source>As above</source>
        <translation>同上</translation>
    </message>
</context>
<context>
    <name>ColourBox</name>
    <message>
        <source>Another colour…</source>
        <translation>其他颜色…</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>橄榄绿</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>No command goes by that.</source>
        <translation>没有这样的命令。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy cutout</source>
        <translation>复制抠图</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Auto subject</source>
        <translation>自动识别主体</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Model file…</source>
        <translation>模型文件…</translation>
    </message>
    <message>
        <source>Engine settings…</source>
        <translation>引擎设置…</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Keep brush</source>
        <translation>保留笔刷</translation>
    </message>
    <message>
        <source>Remove brush</source>
        <translation>去除笔刷</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Swap keep and remove</source>
        <translation>切换保留 / 去除</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>缩小笔刷</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>放大笔刷</translation>
    </message>
    <message>
        <source>Much smaller brush</source>
        <translation>大幅缩小笔刷</translation>
    </message>
    <message>
        <source>Much larger brush</source>
        <translation>大幅放大笔刷</translation>
    </message>
    <message>
        <source>Fit in window</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
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
        <source>Next view</source>
        <translation>下一种视图</translation>
    </message>
    <message>
        <source>Previous view</source>
        <translation>上一种视图</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Show boxes and strokes</source>
        <translation>显示框和笔画</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>About SegDesk</source>
        <translation>关于 SegDesk</translation>
    </message>
    <message>
        <source>Hair brush</source>
        <translation>毛发笔刷</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形套索</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Marching ants</source>
        <translation>蚂蚁线</translation>
    </message>
    <message>
        <source>Checkerboard</source>
        <translation>棋盘格</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Own colour</source>
        <translation>自选颜色</translation>
    </message>
    <message>
        <source>Own picture</source>
        <translation>自选图片</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha 通道</translation>
    </message>
    <message>
        <source>Trimap</source>
        <translation>三分图</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>15° clockwise</source>
        <translation>顺时针 15°</translation>
    </message>
    <message>
        <source>15° anticlockwise</source>
        <translation>逆时针 15°</translation>
    </message>
    <message>
        <source>90° clockwise</source>
        <translation>顺时针 90°</translation>
    </message>
    <message>
        <source>90° anticlockwise</source>
        <translation>逆时针 90°</translation>
    </message>
    <message>
        <source>Mirror left and right</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>Mirror top and bottom</source>
        <translation>上下镜像</translation>
    </message>
    <message>
        <source>Upright again</source>
        <translation>恢复正向</translation>
    </message>
    <message>
        <source>Harder retouch brush</source>
        <translation>修补笔刷更硬</translation>
    </message>
    <message>
        <source>Retouch brush</source>
        <translation>修补笔刷</translation>
    </message>
    <message>
        <source>Softer retouch brush</source>
        <translation>修补笔刷更软</translation>
    </message>
    <message>
        <source>New subject</source>
        <translation>新建主体</translation>
    </message>
    <message>
        <source>Remove subject</source>
        <translation>移除主体</translation>
    </message>
    <message>
        <source>Next subject</source>
        <translation>下一个主体</translation>
    </message>
    <message>
        <source>Previous subject</source>
        <translation>上一个主体</translation>
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
        <source>Export each…</source>
        <translation>逐个导出…</translation>
    </message>
    <message>
        <source>Export together…</source>
        <translation>合并导出…</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save project as…</source>
        <translation>项目另存为…</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Film-strip</source>
        <translation>胶片栏</translation>
    </message>
    <message>
        <source>Import mask…</source>
        <translation>导入蒙版…</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>Next untouched picture</source>
        <translation>下一张未处理的图片</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改快捷键…</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>偏好设置…</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>批处理…</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>再次导出</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>导出设置…</translation>
    </message>
    <message>
        <source>Add a box in the middle</source>
        <translation>在中间添加框</translation>
    </message>
    <message>
        <source>Select the next</source>
        <translation>选中下一个</translation>
    </message>
    <message>
        <source>Select the one before</source>
        <translation>选中上一个</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>窗口的下一区域</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>窗口的上一区域</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>拍快照</translation>
    </message>
    <message>
        <source>Compare engines…</source>
        <translation>比较引擎…</translation>
    </message>
    <message>
        <source>Export all pictures…</source>
        <translation>导出全部图片…</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>the request cannot be sent with these keys, this address or this proxy</source>
        <translation>密钥、地址或代理有误，请求无法发出</translation>
    </message>
    <message>
        <source>the address is not valid</source>
        <translation>地址无效</translation>
    </message>
    <message>
        <source>only HTTPS is used beyond this computer</source>
        <translation>本机以外只使用 HTTPS</translation>
    </message>
    <message>
        <source>the file of the certificate authority cannot be read</source>
        <translation>证书文件无法读取</translation>
    </message>
    <message>
        <source>the proxy refuses</source>
        <translation>代理拒绝连接</translation>
    </message>
    <message>
        <source>no such host, or no network</source>
        <translation>找不到主机，或网络不通</translation>
    </message>
    <message>
        <source>nothing listens there</source>
        <translation>该地址没有服务</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>no common TLS</source>
        <translation>TLS 版本不兼容</translation>
    </message>
    <message>
        <source>redirected in a circle</source>
        <translation>循环重定向</translation>
    </message>
    <message>
        <source>packed in a way nobody asked for</source>
        <translation>压缩方式不符</translation>
    </message>
    <message>
        <source>damaged gzip</source>
        <translation>gzip 数据损坏</translation>
    </message>
    <message>
        <source>neither PNG nor JPEG</source>
        <translation>不是 PNG 或 JPEG</translation>
    </message>
    <message>
        <source>a damaged picture</source>
        <translation>图片损坏</translation>
    </message>
    <message>
        <source>a picture in colours instead of a mask</source>
        <translation>返回了彩色图片而不是蒙版</translation>
    </message>
    <message>
        <source>a picture without transparency</source>
        <translation>返回的图片没有透明通道</translation>
    </message>
    <message>
        <source>no token</source>
        <translation>没有令牌</translation>
    </message>
    <message>
        <source>no result</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>no address of a result</source>
        <translation>没有结果地址</translation>
    </message>
    <message>
        <source>no ticket for the upload</source>
        <translation>没有上传凭证</translation>
    </message>
    <message>
        <source>the ticket names no host</source>
        <translation>上传凭证没有写明主机</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>strokes</source>
        <translation>笔画</translation>
    </message>
    <message>
        <source>pictures without strokes</source>
        <translation>没有笔画的图片</translation>
    </message>
    <message>
        <source>there is no graph in it</source>
        <translation>其中没有计算图</translation>
    </message>
    <message>
        <source>its parts do not add up</source>
        <translation>各部分的长度对不上</translation>
    </message>
    <message>
        <source>its parts are of no known kind</source>
        <translation>其中有无法识别的内容</translation>
    </message>
    <message>
        <source>it has too many parts</source>
        <translation>包含的部分过多</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>a name that is no text</source>
        <translation>其中的名称不是文本</translation>
    </message>
    <message>
        <source>it has a name of enormous length</source>
        <translation>其中的名称过长</translation>
    </message>
    <message>
        <source>it has a number of enormous length</source>
        <translation>其中的数字过长</translation>
    </message>
    <message>
        <source>its answer holds no numbers</source>
        <translation>输出的不是有效数值</translation>
    </message>
    <message>
        <source>a part’s name leads out of it</source>
        <translation>有部分的名称指向文件之外</translation>
    </message>
    <message>
        <source>it is encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>it would grow beyond all measure</source>
        <translation>解开后会大得离谱</translation>
    </message>
    <message>
        <source>two of its parts have one name</source>
        <translation>有两个部分同名</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Pictures ({patterns});;All files (*)</source>
        <translation>图片 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a picture to stand behind the cutout</source>
        <translation>选择垫在抠图后面的图片</translation>
    </message>
    <message>
        <source>Choose a colour</source>
        <translation>选择颜色</translation>
    </message>
    <message>
        <source>Export the cutout</source>
        <translation>导出抠图</translation>
    </message>
    <message>
        <source>This picture is very large</source>
        <translation>这张图片非常大</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>仍然打开</translation>
    </message>
    <message>
        <source>Don’t open</source>
        <translation>不打开</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Replace {count} files?</source>
        <translation>要替换 {count} 个文件吗？</translation>
    </message>
    <message>
        <source>Replace “{name}”?</source>
        <translation>要替换“{name}”吗？</translation>
    </message>
    <message>
        <source>There already: {names}.</source>
        <translation>已存在：{names}。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Another window or program has changed it since you opened it. That work would be lost.</source>
        <translation>自你打开以后，别的窗口或程序改动过它。那边的工作会丢失。</translation>
    </message>
    <message>
        <source>Don’t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Pictures and projects ({patterns});;All files (*)</source>
        <translation>图片和项目 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save the work on “{name}”?</source>
        <translation>要保存对“{name}”所做的工作吗？</translation>
    </message>
    <message>
        <source>SegDesk project (*.segdesk)</source>
        <translation>SegDesk 项目 (*.segdesk)</translation>
    </message>
    <message>
        <source>Without it, what you did since the last save is gone.</source>
        <translation>不保存的话，上次保存以后所做的就没有了。</translation>
    </message>
    <message>
        <source>Choose a mask: greys, or a picture with transparency</source>
        <translation>选择蒙版：灰度图，或带透明度的图片</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Discard the work on “{name}”?</source>
        <translation>要放弃对“{name}”所做的工作吗？</translation>
    </message>
    <message>
        <source>Discard the work on {count} pictures?</source>
        <translation>要放弃对 {count} 张图片所做的工作吗？</translation>
    </message>
    <message>
        <source>No project or export holds it yet: {names}.</source>
        <translation>尚未存为项目，也未导出：{names}。</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>打开图片文件夹</translation>
    </message>
    <message>
        <source>Show the first</source>
        <translation>查看第一张</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <source>Open pictures or projects</source>
        <translation>打开图片或项目</translation>
    </message>
    <message>
        <source>Choose a folder for the results</source>
        <translation>选择存放结果的文件夹</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Stop the batch?</source>
        <translation>停止批处理？</translation>
    </message>
    <message>
        <source>{left} of {count} pictures are not done yet. What is done stays; the same pictures into the same folder go on from there.</source>
        <translation>还有 {left} / {count} 张没有完成。已完成的会保留；以后把同样的图片导出到同一文件夹，会从这里继续。</translation>
    </message>
</context>
<context>
    <name>DrawingPage</name>
    <message>
        <source>As they are now</source>
        <translation>取用当前状态</translation>
    </message>
    <message>
        <source>Brushes</source>
        <translation>笔刷</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Outline on the overlay</source>
        <translation>叠加视图显示轮廓</translation>
    </message>
    <message>
        <source>Overlay opacity</source>
        <translation>叠加不透明度</translation>
    </message>
    <message>
        <source>SegDesk starts with these. Hardness and opacity are those of the retouch brush.</source>
        <translation>SegDesk 启动时采用这些设置。硬度和不透明度用于修补笔刷。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Take brush and view over from the window</source>
        <translation>取用窗口中当前的笔刷和视图</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>DropZones</name>
    <message>
        <source>A picture, or a folder of pictures</source>
        <translation>图片，或装着图片的文件夹</translation>
    </message>
    <message>
        <source>Greys or transparency say what stays of the open picture</source>
        <translation>由灰度或透明度决定当前图片保留哪里</translation>
    </message>
    <message>
        <source>In the film-strip</source>
        <translation>放进胶片栏</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open {count} files</source>
        <translation>打开 {count} 个文件</translation>
    </message>
    <message>
        <source>Use as the mask</source>
        <translation>用作蒙版</translation>
    </message>
</context>
<context>
    <name>EdgeSection</name>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Band width</source>
        <translation>过渡带宽</translation>
    </message>
    <message>
        <source>Halo clean-up</source>
        <translation>去色边</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>收放</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填补孔洞</translation>
    </message>
    <message>
        <source>Drop specks</source>
        <translation>去除碎点</translation>
    </message>
    <message>
        <source>Keep the largest part only</source>
        <translation>只保留最大的部分</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>How wide a band along the edge is looked at for hair and soft parts. Wider for long hair.</source>
        <translation>沿边缘查找毛发和半透明部分的范围有多宽。毛发较长时请调大。</translation>
    </message>
    <message>
        <source>Takes the old background’s colour out of the soft edge. Best seen on white or black.</source>
        <translation>去掉柔和边缘里残留的原背景颜色。在白色或黑色背景上看得最清楚。</translation>
    </message>
    <message>
        <source>Moves the edge outward, or inward below zero.</source>
        <translation>把边缘向外扩，负值向内收。</translation>
    </message>
    <message>
        <source>Lets the edge fade over so many pixels to either side.</source>
        <translation>让边缘在两侧各这么多像素内逐渐变淡。</translation>
    </message>
    <message>
        <source>Evens out bumps of the outline smaller than this.</source>
        <translation>抹平轮廓上比它小的凹凸。</translation>
    </message>
    <message>
        <source>Makes a soft edge crisper; at 100 % nothing is half transparent.</source>
        <translation>让柔和的边缘更利落；100 % 时不再有半透明。</translation>
    </message>
    <message>
        <source>Fills holes inside the subject up to this area in pixels.</source>
        <translation>填补主体内部不超过这个面积（像素）的孔洞。</translation>
    </message>
    <message>
        <source>Drops separate parts up to this area in pixels.</source>
        <translation>去除不超过这个面积（像素）的零散部分。</translation>
    </message>
    <message>
        <source>Drops every part but the one with most pixels.</source>
        <translation>只留下像素最多的那一部分，其余都去除。</translation>
    </message>
    <message>
        <source>Keeps what was removed and removes what was kept.</source>
        <translation>保留与去除互换。</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Soft where there is hair or fur, the mask’s own edge everywhere else</source>
        <translation>有毛发的地方用柔和边缘，其余地方用蒙版自身的边缘</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>柔和</translation>
    </message>
    <message>
        <source>Works out the transparency of the whole edge from the picture</source>
        <translation>根据图片计算整条边缘的透明度</translation>
    </message>
    <message>
        <source>Hard</source>
        <translation>硬边</translation>
    </message>
    <message>
        <source>Keeps the mask’s own edge everywhere</source>
        <translation>处处使用蒙版自身的边缘</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Mark a subject first.</source>
        <translation>请先标记主体。</translation>
    </message>
    <message>
        <source>This mask came with its transparency, which stays as it is.</source>
        <translation>这个蒙版自带透明度，保持原样。</translation>
    </message>
    <message>
        <source>A hard edge has no band.</source>
        <translation>硬边没有过渡带。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Bring all edge settings back to their defaults</source>
        <translation>把边缘设置全部恢复为默认值</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More  ·  {count} set</source>
        <translation>更多  ·  已设 {count} 项</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Kept for new subjects</source>
        <translation>新主体沿用</translation>
    </message>
    <message>
        <source>New subjects begin with these edges, in the next picture too. What clears up or inverts is not kept. Reset brings the standard edges back.</source>
        <translation>新主体会沿用这些边缘设置，换下一张图片也一样；填补、去除和反选不沿用。点“重置”可恢复标准边缘。</translation>
    </message>
</context>
<context>
    <name>Engines</name>
    <message>
        <source>Local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Baidu</source>
        <translation>百度</translation>
    </message>
    <message>
        <source>Aliyun</source>
        <translation>阿里云</translation>
    </message>
    <message>
        <source>From the file</source>
        <translation>来自文件</translation>
    </message>
    <message>
        <source>Matting</source>
        <translation>抠图</translation>
    </message>
</context>
<context>
    <name>EnginesPage</name>
    <message>
        <source>This computer has no keyring, so keys are kept only until SegDesk is closed.</source>
        <translation>这台电脑没有系统密钥环，密钥只保留到 SegDesk 关闭为止。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Alpha</source>
        <translation>Alpha 通道</translation>
    </message>
    <message>
        <source>Alpha, grey</source>
        <translation>Alpha 通道（灰度）</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Mask, black and white</source>
        <translation>蒙版（黑白）</translation>
    </message>
    <message>
        <source>OpenRaster, with layers</source>
        <translation>OpenRaster（分层）</translation>
    </message>
    <message>
        <source>Photoshop, with layer mask</source>
        <translation>Photoshop（带图层蒙版）</translation>
    </message>
    <message>
        <source>Transparent PNG</source>
        <translation>透明 PNG</translation>
    </message>
    <message>
        <source>about {weight}</source>
        <translation>约 {weight}</translation>
    </message>
    <message>
        <source>fixed canvas</source>
        <translation>固定画布</translation>
    </message>
    <message>
        <source>trim + {margin}</source>
        <translation>裁切，留边 {margin}</translation>
    </message>
    <message>
        <source>trimmed</source>
        <translation>裁切</translation>
    </message>
</context>
<context>
    <name>ExportSection</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Full size, straight alpha</source>
        <translation>原尺寸，直通 Alpha</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Each</source>
        <translation>逐个</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>The subject in hand</source>
        <translation>只导出当前主体</translation>
    </message>
    <message>
        <source>Each visible subject in a file of its own</source>
        <translation>每个可见主体各存一个文件</translation>
    </message>
    <message>
        <source>All visible subjects in one file; the first lies above</source>
        <translation>所有可见主体存入同一文件，排在前面的在上层</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>自定设置</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Nothing to export yet</source>
        <translation>还没有可导出的内容</translation>
    </message>
    <message>
        <source>Working out its size…</source>
        <translation>正在计算大小…</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>This format cannot be transparent; PNG and WebP can.</source>
        <translation>这种格式不支持透明，可改用 PNG 或 WebP。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>As the picture has it</source>
        <translation>与图片相同</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Colour profile of the picture</source>
        <translation>图片的色彩配置文件</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Keep the colours of transparent pixels</source>
        <translation>保留透明像素的颜色</translation>
    </message>
    <message>
        <source>May hold: {fields}</source>
        <translation>可以使用：{fields}</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不写入</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>自定设置</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>存为预设…</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Take the time for a smaller file</source>
        <translation>多花时间，压得更小</translation>
    </message>
    <message>
        <source>There is no such name: use only what the tip lists</source>
        <translation>没有这样的字段，可用的见提示</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>透明</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>With the place where it was taken</source>
        <translation>包括拍摄地点</translation>
    </message>
    <message>
        <source>Without place, owner, author and serial numbers</source>
        <translation>不含拍摄地点、机主、作者和序列号</translation>
    </message>
    <message>
        <source>No private data</source>
        <translation>去掉隐私</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>一并写入</translation>
    </message>
    <message>
        <source>Camera data</source>
        <translation>拍摄信息</translation>
    </message>
</context>
<context>
    <name>FilmModel</name>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>untouched</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>cut, not saved</source>
        <translation>已抠图，未保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 张，共 {count} 张</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>下次启动时换用新的语言。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>At most this much memory is kept; beyond it the oldest steps fall off.</source>
        <translation>最多保留这么多内存；超出后，最早的步骤不再保留。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Undo memory</source>
        <translation>撤销内存</translation>
    </message>
    <message>
        <source>As last set</source>
        <translation>沿用上次</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>The edges that a new subject begins with, in any picture.</source>
        <translation>新主体最初采用的边缘，每张图片都是如此。</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>Show {key}</source>
        <translation>显示 {key}</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>显示或隐藏</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring</source>
        <translation>保存在系统密钥环</translation>
    </message>
    <message>
        <source>Set by {name}; change it there</source>
        <translation>由 {name} 设定，请在环境变量中修改</translation>
    </message>
    <message>
        <source>Kept until SegDesk is closed</source>
        <translation>仅保留到 SegDesk 关闭</translation>
    </message>
    <message>
        <source>Not entered yet</source>
        <translation>尚未填写</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Change keys…</source>
        <translation>更改快捷键…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>Alt or right button</source>
        <translation>Alt 或右键</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔刷大小</translation>
    </message>
    <message>
        <source>Close the polygon</source>
        <translation>闭合多边形</translation>
    </message>
    <message>
        <source>Ctrl and arrows</source>
        <translation>Ctrl 加方向键</translation>
    </message>
    <message>
        <source>Hold for a loupe at 400 %</source>
        <translation>按住以显示 400 % 放大镜</translation>
    </message>
    <message>
        <source>Hold to pan</source>
        <translation>按住以平移</translation>
    </message>
    <message>
        <source>Hold to see the original</source>
        <translation>按住以查看原图</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Nudge it further</source>
        <translation>移动得更远</translation>
    </message>
    <message>
        <source>Nudge what is selected</source>
        <translation>微移选中的对象</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>在画布上</translation>
    </message>
    <message>
        <source>Resize the selected box</source>
        <translation>调整选中的框的大小</translation>
    </message>
    <message>
        <source>Shift and arrows</source>
        <translation>Shift 加方向键</translation>
    </message>
    <message>
        <source>Shift and wheel</source>
        <translation>Shift 加滚轮</translation>
    </message>
    <message>
        <source>Straight line, square box</source>
        <translation>直线、正方形框</translation>
    </message>
    <message>
        <source>The brush does the opposite</source>
        <translation>笔刷反向</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Another key for this command</source>
        <translation>此命令的另一个快捷键</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其快捷键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Give every command its own keys back</source>
        <translation>恢复所有命令的默认快捷键</translation>
    </message>
    <message>
        <source>Give this command its own keys back</source>
        <translation>恢复此命令的默认快捷键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>改归此命令</translation>
    </message>
    <message>
        <source>Take {key} away</source>
        <translation>移除 {key}</translation>
    </message>
    <message>
        <source>This key stays as it is.</source>
        <translation>这个键不能更改。</translation>
    </message>
    <message>
        <source>{key} always means “{command}”.</source>
        <translation>{key} 固定用于“{command}”。</translation>
    </message>
    <message>
        <source>{key} is taken on the canvas: {what}.</source>
        <translation>{key} 在画布上另有用途：{what}。</translation>
    </message>
    <message>
        <source>{key} means “{command}” now.</source>
        <translation>{key} 目前用于“{command}”。</translation>
    </message>
    <message>
        <source>Press another key</source>
        <translation>按下新的快捷键</translation>
    </message>
</context>
<context>
    <name>LayoutPages</name>
    <message>
        <source>As the picture</source>
        <translation>与图片相同</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>占满</translation>
    </message>
    <message>
        <source>Fixed canvas</source>
        <translation>固定画布</translation>
    </message>
    <message>
        <source>Full size; everything stays where it is.</source>
        <translation>原尺寸，位置不变。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>留边</translation>
    </message>
    <message>
        <source>Trimmed</source>
        <translation>裁切</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>Losses</name>
    <message>
        <source>masks ({count})</source>
        <translation>蒙版（{count} 个）</translation>
    </message>
    <message>
        <source>part of the picture</source>
        <translation>图片的一部分</translation>
    </message>
    <message>
        <source>scribble maps ({count})</source>
        <translation>涂抹图（{count} 张）</translation>
    </message>
    <message>
        <source>subjects ({count})</source>
        <translation>主体（{count} 个）</translation>
    </message>
    <message>
        <source>snapshots ({count})</source>
        <translation>快照（{count} 个）</translation>
    </message>
    <message>
        <source>the order of the subjects</source>
        <translation>主体的顺序</translation>
    </message>
</context>
<context>
    <name>MaskIntake</name>
    <message>
        <source>mask from a file</source>
        <translation>导入蒙版</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>显示方式</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Model file</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Runs a model of your own on this computer: encoder and decoder of SAM, MobileSAM, EdgeSAM or SAM 2, or a saliency model such as U2-Net, IS-Net or BiRefNet. Files are ONNX; what they are called does not matter.</source>
        <translation>在本机运行你自己的模型：SAM、MobileSAM、EdgeSAM 或 SAM 2 的编码器与解码器，或 U2-Net、IS-Net、BiRefNet 一类的显著性模型。文件须为 ONNX 格式，名称不限。</translation>
    </message>
    <message>
        <source>A saliency model, or SAM’s encoder</source>
        <translation>显著性模型，或 SAM 的编码器</translation>
    </message>
    <message>
        <source>Only for SAM</source>
        <translation>仅 SAM 模型需要</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>选择：{name}</translation>
    </message>
    <message>
        <source>What the files are</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>正在识别文件…</translation>
    </message>
    <message>
        <source>Choose a file to see what it is.</source>
        <translation>选择文件后，这里会显示识别结果。</translation>
    </message>
    <message>
        <source>ONNX models (*.onnx);;All files (*)</source>
        <translation>ONNX 模型 (*.onnx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a model, or encoder and decoder together</source>
        <translation>选择模型，或同时选择编码器和解码器</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Mirror to download from</source>
        <translation>下载所用的镜像</translation>
    </message>
    <message>
        <source>From where the catalogue says</source>
        <translation>使用目录中的地址</translation>
    </message>
    <message>
        <source>{licence}  ·  {size}  ·  {source}</source>
        <translation>{licence}  ·  {size}  ·  {source}</translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation>下载 {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Downloading: {percent} %</source>
        <translation>正在下载：{percent} %</translation>
    </message>
    <message>
        <source>Downloaded and checked.</source>
        <translation>下载完成，校验无误。</translation>
    </message>
    <message>
        <source>Clear: {name}</source>
        <translation>清除：{name}</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>SAM model: follows boxes and strokes, and goes on from a mask.</source>
        <translation>SAM 模型：支持框选和笔画，并能在已有蒙版上继续。</translation>
    </message>
    <message>
        <source>SAM model: follows boxes and strokes.</source>
        <translation>SAM 模型：支持框选和笔画。</translation>
    </message>
    <message>
        <source>SAM 2 model: follows boxes and strokes, and goes on from a mask.</source>
        <translation>SAM 2 模型：支持框选和笔画，并能在已有蒙版上继续。</translation>
    </message>
    <message>
        <source>SAM 2 model: follows boxes and strokes.</source>
        <translation>SAM 2 模型：支持框选和笔画。</translation>
    </message>
    <message>
        <source>Saliency model: finds the main subject; strokes are refined by the local engine.</source>
        <translation>显著性模型：自动找出主体，笔画由本地引擎细化。</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>根证书</translation>
    </message>
    <message>
        <source>Certificate authority of your own, a PEM file</source>
        <translation>自有根证书（PEM 文件）</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a certificate authority</source>
        <translation>选择根证书</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>不用代理</translation>
    </message>
    <message>
        <source>Only the engines that ask a cloud, and downloads of models, use the network. A proxy that wants a name and a password is taken from the system or from HTTPS_PROXY, so that neither stands in the settings.</source>
        <translation>只有云端引擎和模型下载会使用网络。需要用户名和密码的代理请在系统或 HTTPS_PROXY 中设置，这样两者都不会写入设置文件。</translation>
    </message>
    <message>
        <source>PEM file of an authority of your own</source>
        <translation>自有根证书，PEM 文件</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Way to the network</source>
        <translation>联网方式</translation>
    </message>
    <message>
        <source>Write it as http://host:port, https://host:port or socks5://host:port, without name and password.</source>
        <translation>请写成 http://主机:端口、https://主机:端口 或 socks5://主机:端口，不含用户名和密码。</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接方式</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>{count} prompt(s) reach beyond the picture; only the part inside counts.</source>
        <translation>有 {count} 处标记超出图片，只计图片内的部分。</translation>
    </message>
    <message>
        <source>{count} prompt(s) lie wholly outside the picture and were left out.</source>
        <translation>有 {count} 处标记完全在图片之外，已忽略。</translation>
    </message>
    <message>
        <source>Subject {number} of {count}.</source>
        <translation>主体 {number}/{count}。</translation>
    </message>
    <message>
        <source>Not sure this is the subject. Ask again for another, or draw a keep stroke.</source>
        <translation>不确定这是否就是主体。再次自动识别可换一个，也可在主体上画一笔保留。</translation>
    </message>
    <message>
        <source>Not sure this is the subject. Draw a keep stroke on it.</source>
        <translation>不确定这是否就是主体。请在主体上画一笔保留。</translation>
    </message>
    <message>
        <source>There is only this one proposal. Draw a keep stroke on the subject if it is another.</source>
        <translation>只识别到这一个主体。如果不是它，请在主体上画一笔保留。</translation>
    </message>
    <message>
        <source>The local engine’s model file is missing or damaged, so masks are found by colour alone. Install SegDesk again to bring it back.</source>
        <translation>本地引擎的模型文件缺失或已损坏，目前只能凭颜色识别。请重新安装 SegDesk 以恢复。</translation>
    </message>
    <message>
        <source>Nothing was found. Draw a keep stroke on the subject.</source>
        <translation>没有找到主体。请在主体上画一笔保留。</translation>
    </message>
    <message>
        <source>The {engine} engine takes no strokes: it found the first mask, and the {partner} engine refined it.</source>
        <translation>{engine}引擎不支持笔画：由它生成首个蒙版，再由{partner}引擎细化。</translation>
    </message>
    <message>
        <source>The {engine} engine takes strokes only: the {partner} engine found the first mask, and {engine} refined it.</source>
        <translation>{engine}引擎只支持笔画：由{partner}引擎生成首个蒙版，再由{engine}细化。</translation>
    </message>
    <message>
        <source>The {engine} engine cannot take these prompts; the {partner} engine answered them.</source>
        <translation>{engine}引擎不支持这些标记，已由{partner}引擎完成。</translation>
    </message>
    <message>
        <source>The mask was worked out from a picture on white; white parts of the subject may be missing.</source>
        <translation>蒙版由白底图推算而来，主体的白色部分可能缺失。</translation>
    </message>
    <message>
        <source>The settings in “{name}” cannot be read, so the defaults are used.</source>
        <translation>无法读取“{name}”中的设置，已使用默认设置。</translation>
    </message>
    <message>
        <source>The settings were damaged, so the defaults are used; the old file is kept as “{name}”.</source>
        <translation>设置文件已损坏，改用默认设置；原文件另存为“{name}”。</translation>
    </message>
    <message>
        <source>The picture’s own transparency was taken as the first mask.</source>
        <translation>图片自带透明度，已用作初始蒙版。</translation>
    </message>
    <message>
        <source>The file holds several pictures; the first one was opened.</source>
        <translation>文件里有多张图片，已打开第一张。</translation>
    </message>
    <message>
        <source>The picture’s colour profile cannot be used; its colours are shown as sRGB.</source>
        <translation>图片的色彩配置文件无法使用，颜色按 sRGB 显示。</translation>
    </message>
    <message>
        <source>The picture has more than 8 bits per channel; it was opened with 8.</source>
        <translation>图片每通道超过 8 位，已按 8 位打开。</translation>
    </message>
    <message>
        <source>The last steps on “{name}” ({count}) cannot be read and are missing; they are kept in “{folder}”.</source>
        <translation>无法读取“{name}”的最后几步（{count}），这些步骤未能恢复；其记录保留在“{folder}”。</translation>
    </message>
    <message>
        <source>Part of the file is missing or damaged; what could be decoded was opened.</source>
        <translation>文件有缺失或损坏，已打开能解码的部分。</translation>
    </message>
    <message>
        <source>There is no edge to look for hair along yet. Mark a subject first.</source>
        <translation>还没有边缘可供查找毛发。请先标记主体。</translation>
    </message>
    <message>
        <source>A hard edge has no hair. Set its kind to Auto or Soft, then brush again.</source>
        <translation>硬边缘不含毛发。请先把边缘类型改为自动或柔和，再刷一次。</translation>
    </message>
    <message>
        <source>This mask came with its transparency, which stays as it is; there is no hair to look for.</source>
        <translation>这个蒙版自带透明度，保持原样，无需再查找毛发。</translation>
    </message>
    <message>
        <source>This subject is locked. Unlock it to change it.</source>
        <translation>这个主体已锁定，解锁后才能修改。</translation>
    </message>
    <message>
        <source>This subject is hidden. Show it to change it.</source>
        <translation>这个主体已隐藏，显示后才能修改。</translation>
    </message>
    <message>
        <source>Both subjects need a mask before one can be combined with the other.</source>
        <translation>两个主体都有蒙版后才能合并运算。</translation>
    </message>
    <message>
        <source>“{name}” was damaged. Lost: {lost}. All the rest is here.</source>
        <translation>“{name}”有损坏。丢失：{lost}。其余内容都在。</translation>
    </message>
    <message>
        <source>The mask was {width} × {height} pixels and was brought to the picture’s size.</source>
        <translation>蒙版原为 {width} × {height} 像素，已缩放到图片大小。</translation>
    </message>
    <message>
        <source>No prompts lie beside this picture, so its main subject was looked for.</source>
        <translation>这张图旁边没有标记文件，因此自动寻找了主体。</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pages of the preferences</source>
        <translation>偏好设置的各页</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Black and white mask</source>
        <translation>黑白蒙版</translation>
    </message>
    <message>
        <source>For the web</source>
        <translation>网页用图</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>原尺寸</translation>
    </message>
    <message>
        <source>Photoshop with layer mask</source>
        <translation>Photoshop 图层蒙版</translation>
    </message>
    <message>
        <source>Portrait 1080 × 1350 on white</source>
        <translation>竖图 1080 × 1350 白底</translation>
    </message>
    <message>
        <source>Square 1600 on white</source>
        <translation>方图 1600 白底</translation>
    </message>
    <message>
        <source>Square 800 on white</source>
        <translation>方图 800 白底</translation>
    </message>
    <message>
        <source>Trim + 5 %</source>
        <translation>裁切，留边 5 %</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>“{name}” was not found. Check the path and try again.</source>
        <translation>找不到“{name}”。请检查路径后重试。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Choose a picture inside it.</source>
        <translation>“{name}”是文件夹。请选择其中的图片。</translation>
    </message>
    <message>
        <source>“{name}” may not be read. Check its permissions and try again.</source>
        <translation>没有读取“{name}”的权限。请检查权限后重试。</translation>
    </message>
    <message>
        <source>“{name}” is an empty file. Choose another picture.</source>
        <translation>“{name}”是空文件。请换一张图片。</translation>
    </message>
    <message>
        <source>“{name}” is not a picture SegDesk can read. Use JPEG, PNG, BMP, WebP, TIFF or AVIF.</source>
        <translation>SegDesk 读不了“{name}”。请使用 JPEG、PNG、BMP、WebP、TIFF 或 AVIF。</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be decoded. Export it again from where it came.</source>
        <translation>“{name}”已损坏，无法解码。请从来源处重新导出。</translation>
    </message>
    <message>
        <source>“{name}” has {megapixels} megapixels, more than the {limit} SegDesk opens unasked. Allow large pictures, or scale it down.</source>
        <translation>“{name}”有 {megapixels} 百万像素，超过直接打开的上限 {limit}。请允许打开大图，或先缩小图片。</translation>
    </message>
    <message>
        <source>“{name}” needs more memory than there is. Close other programs, or scale it down.</source>
        <translation>内存不足，打不开“{name}”。请关闭其他程序，或先缩小图片。</translation>
    </message>
    <message>
        <source>“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. Use a map of the same size.</source>
        <translation>“{name}”是 {width} × {height} 像素，而图片是 {picture_width} × {picture_height}。请使用同样大小的标记图。</translation>
    </message>
    <message>
        <source>“{name}” leaves nothing to decide. Paint in grey what is unsure, white what stays and black what goes.</source>
        <translation>“{name}”没有留下需要判断的地方。请把不确定的部分涂成灰色，保留的涂成白色，去除的涂成黑色。</translation>
    </message>
    <message>
        <source>“{name}” is not a prompt file: {detail}. Fix it, or draw the prompts again.</source>
        <translation>“{name}”不是标记文件（{detail}）。请修正它，或重新标记。</translation>
    </message>
    <message>
        <source>“{name}” exists already. Choose another name, or overwrite it with --force.</source>
        <translation>“{name}”已存在。请换个名字，或用 --force 覆盖。</translation>
    </message>
    <message>
        <source>The folder of “{name}” does not exist. Create it, or choose another one.</source>
        <translation>“{name}”所在的文件夹不存在。请新建，或换一个文件夹。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Choose another name.</source>
        <translation>“{name}”是文件夹。请换个名字。</translation>
    </message>
    <message>
        <source>“{name}” is too long a name. Choose a shorter one.</source>
        <translation>“{name}”这个名字太长。请换个短一些的。</translation>
    </message>
    <message>
        <source>“{name}” may not be written. Choose another folder.</source>
        <translation>没有写入“{name}”的权限。请换一个文件夹。</translation>
    </message>
    <message>
        <source>“{name}” was not written because the disk is full. Free some space and try again.</source>
        <translation>磁盘已满，“{name}”没有写入。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>“{name}” was not saved: of {size} GB in {count} parts it would be larger than a project may be ({limit} GB in {most} parts). Take subjects or snapshots out, or begin with a smaller picture.</source>
        <translation>“{name}”未能保存：共 {size} GB、{count} 个部分，超出了项目的上限（{limit} GB、{most} 个部分）。请移除一些主体或快照，或改用较小的图片。</translation>
    </message>
    <message>
        <source>“{name}” could not be written ({detail}). Choose another folder and try again.</source>
        <translation>“{name}”写入失败（{detail}）。请换一个文件夹重试。</translation>
    </message>
    <message>
        <source>“{name}” is the picture itself. SegDesk never writes over an original; choose another name.</source>
        <translation>“{name}”就是原图。SegDesk 从不覆盖原图，请换个名字。</translation>
    </message>
    <message>
        <source>There is no engine called “{name}”. Choose one of: {known}.</source>
        <translation>没有名为“{name}”的引擎。可选：{known}。</translation>
    </message>
    <message>
        <source>The {name} engine stopped unexpectedly ({detail}). Your work is untouched; try the stroke again.</source>
        <translation>{name}引擎意外停止（{detail}）。已有内容未受影响，请再画一次。</translation>
    </message>
    <message>
        <source>The {engine} engine does not take {prompt}. Choose another engine.</source>
        <translation>{engine}引擎不支持{prompt}。请换一个引擎。</translation>
    </message>
    <message>
        <source>There are no keys for {service} yet. Enter them in the settings.</source>
        <translation>还没有{service}的密钥。请在设置中填写。</translation>
    </message>
    <message>
        <source>{service} rejects these keys. Check them in the settings.</source>
        <translation>{service}不接受这组密钥。请在设置中核对。</translation>
    </message>
    <message>
        <source>{service} does not know this {key}. Copy it again from the console into the settings.</source>
        <translation>{service}不认识这个 {key}。请从控制台重新复制到设置中。</translation>
    </message>
    <message>
        <source>This {key} is disabled at {service}. Enable it in the console, or enter another one in the settings.</source>
        <translation>这个 {key} 已被{service}停用。请在控制台启用，或在设置中换一个。</translation>
    </message>
    <message>
        <source>The {key} is not the one {service} expects. Copy it again from the console into the settings.</source>
        <translation>{key} 不正确，{service}验证未通过。请从控制台重新复制到设置中。</translation>
    </message>
    <message>
        <source>{service} no longer accepts its access token. Try again; if it stays so, test the keys in the settings.</source>
        <translation>{service}不再接受当前的访问令牌。请重试；若仍失败，请在设置中测试密钥。</translation>
    </message>
    <message>
        <source>These keys may not use {service}. Have the permission granted in the console, or choose the local engine.</source>
        <translation>这组密钥没有使用{service}的权限。请在控制台开通，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} is not opened for this account, or the account is in debt. Open it in the console, or choose the local engine.</source>
        <translation>该账号尚未开通{service}，或已欠费。请在控制台处理，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} refuses the request because this computer’s clock is wrong. Set date and time, then try again.</source>
        <translation>这台电脑的时间不准，{service}拒绝了请求。请校准日期和时间后重试。</translation>
    </message>
    <message>
        <source>{service} received too many requests in a short time. Wait a moment and try again.</source>
        <translation>对{service}的请求过于频繁。请稍候再试。</translation>
    </message>
    <message>
        <source>Today’s calls to {service} are used up. Go on tomorrow, or choose the local engine.</source>
        <translation>今天的{service}调用次数已用完。请明天继续，或改用本地引擎。</translation>
    </message>
    <message>
        <source>All calls to {service} are used up. Buy more in the console, or choose the local engine.</source>
        <translation>{service}的调用次数已全部用完。请在控制台购买，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} does not take a picture of this size ({detail}). Scale it down, or choose the local engine.</source>
        <translation>{service}不接受这种大小的图片（{detail}）。请缩小图片，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} cannot use this picture ({detail}). Export it again as PNG, or choose the local engine.</source>
        <translation>{service}无法处理这张图片（{detail}）。请重新导出为 PNG，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} could not fetch the picture ({detail}). Try again, or choose the local engine.</source>
        <translation>{service}没能取到图片（{detail}）。请重试，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} found no subject in this picture. Draw a box around it, or choose the local engine.</source>
        <translation>{service}没有在图片中找到主体。请框选主体，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} does not accept the request ({detail}). Update SegDesk, or choose the local engine.</source>
        <translation>{service}不接受这个请求（{detail}）。请更新 SegDesk，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} is down or overloaded. Try again in a few minutes, or choose the local engine.</source>
        <translation>{service}暂时不可用或过载。请几分钟后重试，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} cannot be reached ({detail}). Check the network and the address in the settings.</source>
        <translation>无法连接{service}（{detail}）。请检查网络以及设置中的地址。</translation>
    </message>
    <message>
        <source>{service} did not answer in time. Check the network and try again, or choose the local engine.</source>
        <translation>{service}没有及时应答。请检查网络后重试，或改用本地引擎。</translation>
    </message>
    <message>
        <source>The connection to {service} is not safe ({detail}). Check the address and the certificate authority in the settings.</source>
        <translation>与{service}的连接不安全（{detail}）。请检查设置中的地址和根证书。</translation>
    </message>
    <message>
        <source>{service} has no such call at this address. Check the address in the settings.</source>
        <translation>这个地址没有{service}的接口。请检查设置中的地址。</translation>
    </message>
    <message>
        <source>{service} points to another address ({detail}). Nothing was sent there; check the settings.</source>
        <translation>{service}指向了另一个地址（{detail}）。没有向那里发送任何内容，请检查设置。</translation>
    </message>
    <message>
        <source>{service} has closed this function. Choose another engine.</source>
        <translation>{service}已关闭这项功能。请换一个引擎。</translation>
    </message>
    <message>
        <source>Alibaba Cloud ended this service for everybody on 2025-10-14, so {service} does not answer any more. Point the engine at a machine that runs “segdesk serve”, or choose the local engine.</source>
        <translation>这项服务已于 2025-10-14 全面下线，{service}不再应答。请把引擎地址指向运行“segdesk serve”的机器，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} gave an answer SegDesk cannot read ({detail}). Try again, or choose the local engine.</source>
        <translation>SegDesk 无法理解{service}的应答（{detail}）。请重试，或改用本地引擎。</translation>
    </message>
    <message>
        <source>No model file is chosen yet. Choose one of yours, or go on with the local engine.</source>
        <translation>还没有选择模型文件。请选择你自己的模型，或继续使用本地引擎。</translation>
    </message>
    <message>
        <source>The model file “{name}” cannot be read ({detail}). Choose it again, or go on with the local engine.</source>
        <translation>无法读取模型文件“{name}”（{detail}）。请重新选择，或继续使用本地引擎。</translation>
    </message>
    <message>
        <source>“{name}” is not an ONNX model, or it is damaged ({detail}). Choose another file.</source>
        <translation>“{name}”不是 ONNX 模型，或者已经损坏（{detail}）。请换一个文件。</translation>
    </message>
    <message>
        <source>“{name}” is no model SegDesk knows: it takes {inputs} and gives {outputs}. Choose encoder and decoder of a SAM model, or a saliency model such as U2-Net, IS-Net or BiRefNet.</source>
        <translation>SegDesk 不认识模型“{name}”：它的输入是 {inputs}，输出是 {outputs}。请选择 SAM 模型的编码器和解码器，或 U2-Net、IS-Net、BiRefNet 一类的显著性模型。</translation>
    </message>
    <message>
        <source>“{name}” is only the encoder of a SAM model. Choose its decoder too.</source>
        <translation>“{name}”只是 SAM 模型的编码器。请把它的解码器也选上。</translation>
    </message>
    <message>
        <source>“{name}” is only the decoder of a SAM model. Choose its encoder too.</source>
        <translation>“{name}”只是 SAM 模型的解码器。请把它的编码器也选上。</translation>
    </message>
    <message>
        <source>“{name}” and “{other}” do not belong together ({detail}). Choose encoder and decoder of one SAM model, or a single saliency model.</source>
        <translation>“{name}”和“{other}”不配套（{detail}）。请选择同一个 SAM 模型的编码器和解码器，或单独一个显著性模型。</translation>
    </message>
    <message>
        <source>Model files need ONNX Runtime, which is not installed. Install it with “pip install 'segdesk[models]'”, then start SegDesk again.</source>
        <translation>使用模型文件需要 ONNX Runtime，但尚未安装。请运行“pip install 'segdesk[models]'”安装，然后重新启动 SegDesk。</translation>
    </message>
    <message>
        <source>“{name}” failed while it ran ({detail}). Choose another model file, or the local engine.</source>
        <translation>“{name}”运行时出错（{detail}）。请换一个模型文件，或改用本地引擎。</translation>
    </message>
    <message>
        <source>{service} does not give out “{name}” ({detail}). Choose another mirror, or get the file elsewhere.</source>
        <translation>无法从 {service} 下载“{name}”（{detail}）。请换一个镜像，或从别处获取这个文件。</translation>
    </message>
    <message>
        <source>“{name}” is not the file the catalogue promises, so it was thrown away. Download it again, or from another mirror.</source>
        <translation>“{name}”与目录中登记的文件不符，已被丢弃。请重新下载，或换一个镜像。</translation>
    </message>
    <message>
        <source>The catalogue “{name}” makes no sense ({detail}). Mend the file, or bring it back.</source>
        <translation>无法理解目录文件“{name}”（{detail}）。请改正它，或恢复原来的文件。</translation>
    </message>
    <message>
        <source>The picture in “{name}” is damaged beyond reading. Bring back an earlier copy of the file.</source>
        <translation>“{name}”里的图片已损坏，无法读取。请找回这个文件的较早副本。</translation>
    </message>
    <message>
        <source>“{name}” is not a SegDesk project, or nothing is left of it. Choose another file.</source>
        <translation>“{name}”不是 SegDesk 项目，或已无可恢复的内容。请选择其他文件。</translation>
    </message>
    <message>
        <source>“{name}” is not made the way SegDesk makes projects: {detail}. It was not opened.</source>
        <translation>“{name}”不是 SegDesk 会写出的项目：{detail}。没有打开。</translation>
    </message>
    <message>
        <source>“{name}” was saved by a newer SegDesk: its format is {format}, and this one knows {known}. Update SegDesk, then open it again.</source>
        <translation>“{name}”由更新版本的 SegDesk 保存：其格式为 {format}，当前版本支持到 {known}。请更新 SegDesk 后再打开。</translation>
    </message>
    <message>
        <source>“{name}” is a HEIC picture, which takes an extra to read. Install it with “pip install 'segdesk[heic]'”, then start SegDesk again; or save the picture as JPEG.</source>
        <translation>“{name}”是 HEIC 图片，需要附加组件才能读取。请运行“pip install 'segdesk[heic]'”后重新启动 SegDesk，或把图片另存为 JPEG。</translation>
    </message>
    <message>
        <source>“{name}” is a colour picture without transparency, not a mask. Use one in greys, white where the picture stays, or one with transparency.</source>
        <translation>“{name}”是没有透明度的彩色图片，不是蒙版。请使用灰度图（白色处保留），或带透明度的图片。</translation>
    </message>
    <message>
        <source>“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. Use a mask of the same size or the same proportions.</source>
        <translation>“{name}”是 {width} × {height} 像素，而图片是 {picture_width} × {picture_height}。请使用同样大小或同样比例的蒙版。</translation>
    </message>
    <message>
        <source>“{name}” keeps nothing of the picture: it is black or clear throughout. Choose another mask.</source>
        <translation>“{name}”全黑或全透明，图片将一点不剩。请另选一张蒙版。</translation>
    </message>
    <message>
        <source>“{name}” was changed by another window or program since you opened it. It was not replaced.</source>
        <translation>“{name}”自你打开以后被别的窗口或程序改动过，没有覆盖它。</translation>
    </message>
    <message>
        <source>Another batch is writing to “{name}”. Wait until it is done, or choose another folder.</source>
        <translation>另一个批处理正在写入“{name}”。请等它完成，或换一个文件夹。</translation>
    </message>
    <message>
        <source>Clusters need Dask, which is not installed. Install it with “pip install 'segdesk[cluster]'”.</source>
        <translation>使用集群需要 Dask，目前没有安装。请用“pip install 'segdesk[cluster]'”安装。</translation>
    </message>
    <message>
        <source>No file can be called “{name}”: {detail}. Change the pattern of names.</source>
        <translation>文件不能叫“{name}”：{detail}。请修改命名规则。</translation>
    </message>
    <message>
        <source>No scheduler answers at “{name}” ({detail}). Check the address and that the cluster is running.</source>
        <translation>“{name}”没有调度器应答（{detail}）。请检查地址，并确认集群正在运行。</translation>
    </message>
    <message>
        <source>The cluster at “{name}” has no workers. Start some, then try again.</source>
        <translation>“{name}”的集群没有工作进程。请先启动，再试一次。</translation>
    </message>
    <message>
        <source>The presets in “{name}” cannot be used: {detail}. Mend the file, or remove it.</source>
        <translation>“{name}”里的预设无法使用：{detail}。请修正或删除这个文件。</translation>
    </message>
    <message>
        <source>The workers at “{name}” have SegDesk {theirs}, this is {own}. Install the same version everywhere.</source>
        <translation>“{name}”的工作进程装的是 SegDesk {theirs}，这里是 {own}。请统一安装同一版本。</translation>
    </message>
    <message>
        <source>The {engine} engine’s keys do not leave this machine. Leave --dask out, or choose the local engine.</source>
        <translation>{engine}引擎的密钥不会离开本机。请去掉 --dask，或改用本地引擎。</translation>
    </message>
    <message>
        <source>There is no preset called “{name}”. Choose one of: {known}.</source>
        <translation>没有叫“{name}”的预设。可用的有：{known}。</translation>
    </message>
    <message>
        <source>{format} holds pictures of up to {limit} pixels a side, and this is {side}. Choose another format.</source>
        <translation>{format} 每边最多 {limit} 像素，这张有 {side} 像素。请换一种格式。</translation>
    </message>
    <message>
        <source>“{name}” cannot be opened ({detail}). Check the address; addresses need “pip install 'segdesk[cluster]'” and the package of their storage.</source>
        <translation>无法打开“{name}”（{detail}）。请检查地址；读取网址需要“pip install 'segdesk[cluster]'”以及相应存储的软件包。</translation>
    </message>
    <message>
        <source>“{name}” does not tell which format is meant. Let it end in one of: {known}.</source>
        <translation>从“{name}”看不出要用什么格式。请以其中一个结尾：{known}。</translation>
    </message>
    <message>
        <source>“{name}” ended the process that worked at it, more than once. It may need more memory than there is: close other programs, or scale it down.</source>
        <translation>处理“{name}”的进程不止一次意外结束，可能是内存不足。请关闭其他程序，或缩小图片。</translation>
    </message>
    <message>
        <source>“{name}” is a project and says itself what to cut. Leave out {flags}, or give the picture itself.</source>
        <translation>“{name}”是项目，自带要抠的内容。请去掉 {flags}，或直接给出图片。</translation>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Not found any more: {path}</source>
        <translation>文件已不在：{path}</translation>
    </message>
</context>
<context>
    <name>RecentCards</name>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>RecoveryCard</name>
    <message>
        <source>Decide at the next start</source>
        <translation>下次启动时再决定</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Discard it for good?</source>
        <translation>确定彻底丢弃吗？</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore the work on “{name}”?</source>
        <translation>要恢复对“{name}”所做的工作吗？</translation>
    </message>
    <message>
        <source>SegDesk ended before it was saved. Last change: {when}.</source>
        <translation>SegDesk 在保存之前退出了。最后改动：{when}。</translation>
    </message>
    <message>
        <source>There is no way back to this work then.</source>
        <translation>丢弃后就无法找回了。</translation>
    </message>
    <message>
        <source>{count} more to decide on.</source>
        <translation>另有 {count} 项待决定。</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Saved “{name}”.</source>
        <translation>已保存“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” is open in another window too. Whoever saves later is asked first.</source>
        <translation>“{name}”也在另一个窗口中打开着。后保存的一方会先被询问。</translation>
    </message>
    <message>
        <source>“{name}” is open on “{host}” too. Whoever saves later is asked first.</source>
        <translation>“{name}”也在“{host}”上打开着。后保存的一方会先被询问。</translation>
    </message>
    <message>
        <source>“{name}” was saved by another window or program meanwhile. Saving here asks first.</source>
        <translation>“{name}”期间被别的窗口或程序保存过。在这里保存前会先询问。</translation>
    </message>
</context>
<context>
    <name>SendQuestion</name>
    <message>
        <source>Send the picture?</source>
        <translation>发送图片？</translation>
    </message>
    <message>
        <source>Send the picture to {service}?</source>
        <translation>把图片发送给{service}？</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Keep here</source>
        <translation>留在本机</translation>
    </message>
    <message>
        <source>This engine works elsewhere: the picture and what you mark on it go to the host below, which SegDesk asks about once. “Keep here” goes on with the local engine.</source>
        <translation>这个引擎不在本机运算，图片和你的标记会发往下面的主机。每个主机只询问一次；选“留在本机”则改用本地引擎继续。</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} 像素</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>发往</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>auto subject</source>
        <translation>自动识别主体</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>keep stroke</source>
        <translation>保留笔画</translation>
    </message>
    <message>
        <source>remove stroke</source>
        <translation>去除笔画</translation>
    </message>
    <message>
        <source>box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>hair stroke</source>
        <translation>毛发笔画</translation>
    </message>
    <message>
        <source>hair taken back</source>
        <translation>撤回毛发笔画</translation>
    </message>
    <message>
        <source>retouch: add</source>
        <translation>修补：添加</translation>
    </message>
    <message>
        <source>retouch: erase</source>
        <translation>修补：擦除</translation>
    </message>
    <message>
        <source>change to keep</source>
        <translation>改为保留</translation>
    </message>
    <message>
        <source>change to remove</source>
        <translation>改为去除</translation>
    </message>
    <message>
        <source>delete box</source>
        <translation>删除框</translation>
    </message>
    <message>
        <source>delete region</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <source>delete stroke</source>
        <translation>删除笔画</translation>
    </message>
    <message>
        <source>keep region</source>
        <translation>保留区域</translation>
    </message>
    <message>
        <source>move box</source>
        <translation>移动框</translation>
    </message>
    <message>
        <source>move region</source>
        <translation>移动区域</translation>
    </message>
    <message>
        <source>move stroke</source>
        <translation>移动笔画</translation>
    </message>
    <message>
        <source>remove region</source>
        <translation>去除区域</translation>
    </message>
    <message>
        <source>resize box</source>
        <translation>调整框的大小</translation>
    </message>
    <message>
        <source>next proposal</source>
        <translation>换一个候选</translation>
    </message>
    <message>
        <source>delete hair stroke</source>
        <translation>删除毛发笔画</translation>
    </message>
    <message>
        <source>delete retouch stroke</source>
        <translation>删除修补笔画</translation>
    </message>
    <message>
        <source>move hair stroke</source>
        <translation>移动毛发笔画</translation>
    </message>
    <message>
        <source>move retouch stroke</source>
        <translation>移动修补笔画</translation>
    </message>
    <message>
        <source>trimap: inside</source>
        <translation>三分图：主体</translation>
    </message>
    <message>
        <source>trimap: outside</source>
        <translation>三分图：背景</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Reading the picture</source>
        <translation>正在分析图片</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>正在准备图片</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>正在等待应答</translation>
    </message>
    <message>
        <source>Following the edges</source>
        <translation>正在贴合边缘</translation>
    </message>
    <message>
        <source>Looking for hair</source>
        <translation>正在寻找毛发</translation>
    </message>
    <message>
        <source>Working out hair and soft edges</source>
        <translation>正在计算毛发和柔和边缘</translation>
    </message>
    <message>
        <source>Cleaning the colours</source>
        <translation>正在净化颜色</translation>
    </message>
    <message>
        <source>Finding the subject</source>
        <translation>正在识别主体</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Questions put to a cloud since SegDesk was started; clouds charge by them</source>
        <translation>本次启动以来向云端发出的请求数，云端按次计费</translation>
    </message>
    <message>
        <source>1 call</source>
        <translation>调用 1 次</translation>
    </message>
    <message>
        <source>{count} calls</source>
        <translation>调用 {count} 次</translation>
    </message>
    <message>
        <source>View: {name}</source>
        <translation>视图：{name}</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>已镜像</translation>
    </message>
    <message>
        <source>turned {degrees}°</source>
        <translation>已旋转 {degrees}°</translation>
    </message>
    <message>
        <source>Proposal {number} of {count}</source>
        <translation>候选 {number}/{count}</translation>
    </message>
</context>
<context>
    <name>SubjectSection</name>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>No mask yet</source>
        <translation>还没有蒙版</translation>
    </message>
    <message>
        <source>{share} % of the picture kept</source>
        <translation>占画面的 {share} %</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>1 box</source>
        <translation>1 框</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 框</translation>
    </message>
    <message>
        <source>1 stroke</source>
        <translation>1 笔</translation>
    </message>
    <message>
        <source>{count} strokes</source>
        <translation>{count} 笔</translation>
    </message>
    <message>
        <source>Nothing marked</source>
        <translation>还没有标记</translation>
    </message>
    <message>
        <source>{count} × retouched</source>
        <translation>修补 {count} 笔</translation>
    </message>
    <message>
        <source>1 region</source>
        <translation>1 个区域</translation>
    </message>
    <message>
        <source>{count} regions</source>
        <translation>{count} 个区域</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>{share} % kept</source>
        <translation>保留 {share} %</translation>
    </message>
    <message>
        <source>{count} × hair</source>
        <translation>毛发 {count} 笔</translation>
    </message>
</context>
<context>
    <name>Support</name>
    <message>
        <source>SegDesk was ended by a fault last time. A report without keys or pictures lies at {path}.</source>
        <translation>SegDesk 上次因故障意外结束。报告不含密钥和图片，位于 {path}。</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>Something went wrong inside SegDesk. Your work is kept. A report without keys or pictures lies at {path}.</source>
        <translation>SegDesk 内部出错。你的工作已保留。报告不含密钥和图片，位于 {path}。</translation>
    </message>
    <message>
        <source>Something went wrong inside SegDesk. Your work is kept; no report could be written.</source>
        <translation>SegDesk 内部出错。你的工作已保留，但无法写入报告。</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Drag the result to a folder or another program</source>
        <translation>把结果拖到文件夹或其他程序</translation>
    </message>
    <message>
        <source>The result, to be dragged out</source>
        <translation>结果，可拖出</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>What can be done</source>
        <translation>可以这样处理</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ToolOptions</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔刷大小</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压感</translation>
    </message>
    <message>
        <source>The harder the pen presses, the larger the brush</source>
        <translation>落笔越重，笔刷越大</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Drag around the subject</source>
        <translation>拖一个框，围住主体</translation>
    </message>
    <message>
        <source>Keep brush</source>
        <translation>保留笔刷</translation>
    </message>
    <message>
        <source>Alt: remove</source>
        <translation>Alt：去除</translation>
    </message>
    <message>
        <source>Remove brush</source>
        <translation>去除笔刷</translation>
    </message>
    <message>
        <source>Alt: keep</source>
        <translation>Alt：保留</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Space pans with any tool</source>
        <translation>用任何工具时按住空格都可平移</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Click to zoom in, Alt: out</source>
        <translation>单击放大，Alt：缩小</translation>
    </message>
    <message>
        <source>Hair brush</source>
        <translation>毛发笔刷</translation>
    </message>
    <message>
        <source>Brush over hair the mask misses. Alt: take back</source>
        <translation>刷过蒙版漏掉的毛发。Alt：撤回</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>How much one stroke adds or erases  (1 to 9, 0 for all)</source>
        <translation>一笔添加或擦除多少  (1 至 9，0 为全部)</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Retouch</source>
        <translation>修补</translation>
    </message>
    <message>
        <source>Box selected</source>
        <translation>已选中框</translation>
    </message>
    <message>
        <source>Click corners, double click closes. Alt: remove</source>
        <translation>逐点单击，双击闭合。Alt：去除</translation>
    </message>
    <message>
        <source>Draw around what is kept. Alt: remove</source>
        <translation>圈出要保留的部分。Alt：去除</translation>
    </message>
    <message>
        <source>Keep region selected</source>
        <translation>已选中保留区域</translation>
    </message>
    <message>
        <source>Keep stroke selected</source>
        <translation>已选中保留笔画</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形套索</translation>
    </message>
    <message>
        <source>Remove region selected</source>
        <translation>已选中去除区域</translation>
    </message>
    <message>
        <source>Remove stroke selected</source>
        <translation>已选中去除笔画</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Click what was drawn, or another subject</source>
        <translation>单击画过的标记，或另一个主体</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>毛发</translation>
    </message>
    <message>
        <source>Hair stroke selected</source>
        <translation>已选中毛发笔画</translation>
    </message>
    <message>
        <source>Hair taken back, selected</source>
        <translation>已选中毛发撤回笔画</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Inside stroke selected</source>
        <translation>已选中主体笔画</translation>
    </message>
    <message>
        <source>Matting decides, as in hair and fur: grey in the trimap</source>
        <translation>由抠图决定，如毛发和绒毛：三分图中为灰色</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Outside stroke selected</source>
        <translation>已选中背景笔画</translation>
    </message>
    <message>
        <source>Retouch selected: adds</source>
        <translation>已选中修补：添加</translation>
    </message>
    <message>
        <source>Retouch selected: erases</source>
        <translation>已选中修补：擦除</translation>
    </message>
    <message>
        <source>What is surely background. Alt: inside</source>
        <translation>涂出一定是背景的部分。Alt：主体</translation>
    </message>
    <message>
        <source>What is surely subject. Alt: outside</source>
        <translation>涂出一定是主体的部分。Alt：背景</translation>
    </message>
    <message>
        <source>Arrows: move  ·  with Ctrl: resize</source>
        <translation>方向键：移动  ·  加 Ctrl：调整大小</translation>
    </message>
    <message>
        <source>Bring the picture back  ({key} swaps)</source>
        <translation>还原画面  ({key} 切换)</translation>
    </message>
    <message>
        <source>Brush size  ({smaller} and {larger}, or Alt and drag with the right button)</source>
        <translation>笔刷大小  ({smaller} 和 {larger}，或按住 Alt 并用右键拖动)</translation>
    </message>
    <message>
        <source>How sharply the brush ends  ({softer} and {harder})</source>
        <translation>笔刷边缘的锐利程度  ({softer} 和 {harder})</translation>
    </message>
    <message>
        <source>Surely background: black in the trimap  ({key} swaps)</source>
        <translation>一定是背景：三分图中为黑色  ({key} 切换)</translation>
    </message>
    <message>
        <source>Surely subject: white in the trimap  ({key} swaps)</source>
        <translation>一定是主体：三分图中为白色  ({key} 切换)</translation>
    </message>
    <message>
        <source>Take away what is there  ({key} swaps)</source>
        <translation>擦去已有的部分  ({key} 切换)</translation>
    </message>
    <message>
        <source>{key}: add instead</source>
        <translation>{key}：改为添加</translation>
    </message>
    <message>
        <source>{key}: change to inside</source>
        <translation>{key}：改为主体</translation>
    </message>
    <message>
        <source>{key}: change to keep</source>
        <translation>{key}：改为保留</translation>
    </message>
    <message>
        <source>{key}: change to outside</source>
        <translation>{key}：改为背景</translation>
    </message>
    <message>
        <source>{key}: change to remove</source>
        <translation>{key}：改为去除</translation>
    </message>
    <message>
        <source>{key}: delete</source>
        <translation>{key}：删除</translation>
    </message>
    <message>
        <source>{key}: erase instead</source>
        <translation>{key}：改为擦除</translation>
    </message>
    <message>
        <source>{key}: look for hair instead</source>
        <translation>{key}：改为毛发</translation>
    </message>
    <message>
        <source>{key}: take back instead</source>
        <translation>{key}：改为撤回</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>Engine: {name}</source>
        <translation>引擎：{name}</translation>
    </message>
    <message>
        <source>Menu  (F10)</source>
        <translation>菜单  (F10)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
</context>
<context>
    <name>ViewSection</name>
    <message>
        <source>The picture as it is, with a line along the edge.</source>
        <translation>原样显示图片，只沿边缘画一条线。</translation>
    </message>
    <message>
        <source>The picture as it is, with a line that marches just inside the edge.</source>
        <translation>原样显示图片，蚂蚁线贴着边缘内侧行进。</translation>
    </message>
    <message>
        <source>What is removed lets the checkerboard through.</source>
        <translation>去除的部分透出棋盘格。</translation>
    </message>
    <message>
        <source>The cutout on white, as it will be exported.</source>
        <translation>白底上的抠图，与导出一致。</translation>
    </message>
    <message>
        <source>The cutout on black, as it will be exported.</source>
        <translation>黑底上的抠图，与导出一致。</translation>
    </message>
    <message>
        <source>The cutout on a colour of your own.</source>
        <translation>把抠图放在你选的颜色上。</translation>
    </message>
    <message>
        <source>The cutout on a picture of your own.</source>
        <translation>把抠图放在你选的图片上。</translation>
    </message>
    <message>
        <source>What the engine found, before the edge is finished.</source>
        <translation>引擎给出的结果，边缘尚未处理。</translation>
    </message>
    <message>
        <source>How opaque everything will be, with the edge finished.</source>
        <translation>边缘处理后的最终不透明度。</translation>
    </message>
    <message>
        <source>White stays, black goes, and on grey matting decides.</source>
        <translation>白色保留，黑色去除，灰色处由抠图决定。</translation>
    </message>
    <message>
        <source>The picture as it was opened. Tab shows it while it is held.</source>
        <translation>刚打开时的图片。按住 Tab 可随时查看。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Overlay opacity</source>
        <translation>叠加不透明度</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓线</translation>
    </message>
    <message>
        <source>None chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Boxes and strokes</source>
        <translation>框和笔画</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>其他颜色…</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a picture here, paste, or open</source>
        <translation>把图片拖到这里，也可粘贴或打开</translation>
    </message>
    <message>
        <source>JPEG, PNG, WebP, TIFF, BMP or AVIF</source>
        <translation>支持 JPEG、PNG、WebP、TIFF、BMP、AVIF</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>{engine} engine</source>
        <translation>{engine}引擎</translation>
    </message>
    <message>
        <source>Opening the picture</source>
        <translation>正在打开图片</translation>
    </message>
    <message>
        <source>Finding the subject</source>
        <translation>正在识别主体</translation>
    </message>
    <message>
        <source>{what} at full size  {share} %  ·  Esc stops</source>
        <translation>全尺寸：{what}  {share} %  ·  按 Esc 停止</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Should SegDesk crash, your latest steps would be lost: {reason}</source>
        <translation>万一 SegDesk 崩溃，最近的步骤会丢失：{reason}</translation>
    </message>
</context>
<context>
    <name>Divider</name>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Navigator</source>
        <translation>导航器</translation>
    </message>
    <message>
        <source>Drag to move the view</source>
        <translation>拖动以移动视图</translation>
    </message>
</context>
<context>
    <name>ClearUp</name>
    <message>
        <source>Holes filled: {count} of {all}</source>
        <translation>填补的孔洞：{count} / {all} 个</translation>
    </message>
    <message>
        <source>Holes to fill: {count}</source>
        <translation>可填补的孔洞：{count} 个</translation>
    </message>
    <message>
        <source>Specks dropped: {count} of {all}</source>
        <translation>去除的碎点：{count} / {all} 个</translation>
    </message>
    <message>
        <source>Specks to drop: {count}</source>
        <translation>可去除的碎点：{count} 个</translation>
    </message>
    <message>
        <source>Parts dropped: {count}</source>
        <translation>去除的部分：{count} 个</translation>
    </message>
    <message>
        <source>Parts to drop: {count}</source>
        <translation>将去除的部分：{count} 个</translation>
    </message>
</context>
<context>
    <name>Delivery</name>
    <message>
        <source>Copying  {share} %  ·  Esc stops</source>
        <translation>正在复制  {share} %  ·  按 Esc 停止</translation>
    </message>
    <message>
        <source>Exporting “{name}”  {share} %  ·  Esc stops</source>
        <translation>正在导出“{name}”  {share} %  ·  按 Esc 停止</translation>
    </message>
    <message>
        <source>Stopped before it was done.</source>
        <translation>已停止，没有做完。</translation>
    </message>
    <message>
        <source>Exported “{name}”.</source>
        <translation>已导出“{name}”。</translation>
    </message>
    <message>
        <source>Exported {count} cutouts: {names}.</source>
        <translation>已导出 {count} 张抠图：{names}。</translation>
    </message>
    <message>
        <source>Copied with its transparency.</source>
        <translation>已复制，保留透明度。</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>Subject</name>
    <message>
        <source>Subject {number}</source>
        <translation>主体 {number}</translation>
    </message>
</context>
<context>
    <name>SubjectRow</name>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>Subjects</name>
    <message>
        <source>new subject</source>
        <translation>新建主体</translation>
    </message>
    <message>
        <source>remove subject</source>
        <translation>移除主体</translation>
    </message>
    <message>
        <source>order of subjects</source>
        <translation>主体排序</translation>
    </message>
    <message>
        <source>rename subject</source>
        <translation>重命名主体</translation>
    </message>
    <message>
        <source>show subject</source>
        <translation>显示主体</translation>
    </message>
    <message>
        <source>hide subject</source>
        <translation>隐藏主体</translation>
    </message>
    <message>
        <source>lock subject</source>
        <translation>锁定主体</translation>
    </message>
    <message>
        <source>unlock subject</source>
        <translation>解锁主体</translation>
    </message>
    <message>
        <source>Remove “{name}”</source>
        <translation>移除“{name}”</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>add another subject</source>
        <translation>并入另一主体</translation>
    </message>
    <message>
        <source>subtract another subject</source>
        <translation>减去另一主体</translation>
    </message>
    <message>
        <source>intersect with another subject</source>
        <translation>与另一主体取交集</translation>
    </message>
    <message>
        <source>Add “{other}” to “{own}”</source>
        <translation>将“{other}”并入“{own}”</translation>
    </message>
    <message>
        <source>Subtract “{other}” from “{own}”</source>
        <translation>从“{own}”减去“{other}”</translation>
    </message>
    <message>
        <source>Keep of “{own}” only what is in “{other}” too</source>
        <translation>“{own}”只保留与“{other}”重叠的部分</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>colour of subject</source>
        <translation>主体颜色</translation>
    </message>
    <message>
        <source>Keep what is in “{own}” or in “{other}”, but not in both</source>
        <translation>“{own}”与“{other}”合并，去掉重叠部分</translation>
    </message>
    <message>
        <source>exclude the overlap with another subject</source>
        <translation>与另一主体合并并去掉重叠</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Dropped picture</source>
        <translation>拖入的图片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>There is no picture to paste. Copy one first.</source>
        <translation>剪贴板里没有图片。请先复制一张。</translation>
    </message>
    <message>
        <source>Only the picture’s address came along. Save the picture first, then open the file.</source>
        <translation>只得到了图片的网址。请先把图片存下来，再打开文件。</translation>
    </message>
    <message>
        <source>There is no picture in this folder that SegDesk can read.</source>
        <translation>这个文件夹里没有 SegDesk 能读取的图片。</translation>
    </message>
    <message>
        <source>“{name}” was not found any more and is off the list.</source>
        <translation>“{name}”已找不到，已从列表中移除。</translation>
    </message>
</context>
<context>
    <name>_Dot</name>
    <message>
        <source>Change the colour</source>
        <translation>更改颜色</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
</context>
<context>
    <name>Chronicle</name>
    <message>
        <source>Snapshot {number}</source>
        <translation>快照 {number}</translation>
    </message>
    <message>
        <source>back to “{name}”</source>
        <translation>回到“{name}”</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>回到此快照</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete snapshot</source>
        <translation>删除快照</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Close the history</source>
        <translation>关闭历史记录</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>刚打开时</translation>
    </message>
    <message>
        <source>Earlier steps were let go</source>
        <translation>更早的步骤已不再保留</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>_List</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>Asking sends the picture, {size} pixels, to {host}. Nothing is sent before.</source>
        <translation>单击后会把图片（{size} 像素）发送到 {host}；在此之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>Asking sends the picture, {size} pixels, to {host} and the storage it names. Nothing is sent before.</source>
        <translation>单击后会把图片（{size} 像素）发送到 {host} 及其指定的存储；在此之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>mask of {engine}</source>
        <translation>采用{engine}引擎的蒙版</translation>
    </message>
</context>
<context>
    <name>CompareSheet</name>
    <message>
        <source>Compare engines</source>
        <translation>比较引擎</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing is marked yet, so every engine looks for the main subject.</source>
        <translation>还没有任何标记，各引擎将自行寻找主体。</translation>
    </message>
    <message>
        <source>Every engine answers your prompts afresh. Your mask stays until you use one of these.</source>
        <translation>各引擎按你的标记从头抠图。采用其中一个之前，现有蒙版保持不变。</translation>
    </message>
    <message>
        <source>Not ready: {engines}</source>
        <translation>未就绪：{engines}</translation>
    </message>
    <message>
        <source>Add keys, addresses or a model file in the menu of engines</source>
        <translation>可在引擎菜单中添加密钥、地址或模型文件</translation>
    </message>
</context>
<context>
    <name>EngineCard</name>
    <message>
        <source>Waits for its turn</source>
        <translation>排队等待中</translation>
    </message>
    <message>
        <source>no mask yet</source>
        <translation>尚无蒙版</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>What both keep, as a share of what either keeps</source>
        <translation>两者共同保留的部分占任一方保留部分的比例</translation>
    </message>
    <message>
        <source>Keeps of the picture</source>
        <translation>占画面</translation>
    </message>
    <message>
        <source>Overlap with your mask</source>
        <translation>与现有蒙版重合</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Send and ask</source>
        <translation>发送并抠图</translation>
    </message>
</context>
<context>
    <name>Harvest</name>
    <message>
        <source>No picture has a cutout that is not exported yet.</source>
        <translation>没有尚未导出的抠图。</translation>
    </message>
    <message>
        <source>Exported 1 cutout to “{folder}”.</source>
        <translation>已导出 1 个抠图到“{folder}”。</translation>
    </message>
    <message>
        <source>Exported {count} cutouts to “{folder}”.</source>
        <translation>已导出 {count} 个抠图到“{folder}”。</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>{count} ms</source>
        <translation>{count} 毫秒</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
</context>
<context>
    <name>EdgeHand</name>
    <message>
        <source>edge: {what}</source>
        <translation>边缘：{what}</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Film</name>
    <message>
        <source>{count} {state}</source>
        <translation>{count} 张{state}</translation>
    </message>
</context>
</TS>
