<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
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
    <name>Canvas</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
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
        <source>Next background</source>
        <translation>下一种背景</translation>
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
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Pictures ({patterns});;All files (*)</source>
        <translation>图片 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>PNG with transparency (*.png)</source>
        <translation>透明 PNG (*.png)</translation>
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
        <source>Don&apos;t open</source>
        <translation>不打开</translation>
    </message>
    <message>
        <source>Export the cutout of “{name}”?</source>
        <translation>要导出“{name}”的抠图吗？</translation>
    </message>
    <message>
        <source>It has changes that no export holds.</source>
        <translation>有改动还没有导出。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Cut pictures out by hand: boxes and strokes in, a transparent PNG out.</source>
        <translation>手工抠图：画框和笔画，得到透明 PNG。</translation>
    </message>
    <message>
        <source>About SegDesk</source>
        <translation>关于 SegDesk</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Hold to pan</source>
        <translation>按住平移</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Hold to see the original</source>
        <translation>按住看原图</translation>
    </message>
    <message>
        <source>Alt or right button</source>
        <translation>Alt 或右键</translation>
    </message>
    <message>
        <source>The brush does the opposite</source>
        <translation>笔刷反向</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Straight line, square box</source>
        <translation>直线、正方形框</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Shift and wheel</source>
        <translation>Shift + 滚轮</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔刷大小</translation>
    </message>
</context>
<context>
    <name>Engines</name>
    <message>
        <source>Local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>From the file</source>
        <translation>来自文件</translation>
    </message>
</context>
<context>
    <name>ExportSection</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Transparent PNG</source>
        <translation>透明 PNG</translation>
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
        <source>{width} × {height}  ·  full size</source>
        <translation>{width} × {height}  ·  原尺寸</translation>
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
        <source>Help</source>
        <translation>帮助</translation>
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
        <source>Nothing was found. Draw a keep stroke on the subject.</source>
        <translation>没有找到主体。请在主体上画一笔保留。</translation>
    </message>
    <message>
        <source>The picture&apos;s own transparency was taken as the first mask.</source>
        <translation>图片自带透明度，已用作初始蒙版。</translation>
    </message>
    <message>
        <source>The file holds several pictures; the first one was opened.</source>
        <translation>文件里有多张图片，已打开第一张。</translation>
    </message>
    <message>
        <source>The picture&apos;s colour profile cannot be used; its colours are shown as sRGB.</source>
        <translation>图片的色彩配置文件无法使用，颜色按 sRGB 显示。</translation>
    </message>
    <message>
        <source>The picture has more than 8 bits per channel; it was opened with 8.</source>
        <translation>图片每通道超过 8 位，已按 8 位打开。</translation>
    </message>
    <message>
        <source>Part of the file is missing or damaged; what could be decoded was opened.</source>
        <translation>文件有缺失或损坏，已打开能解码的部分。</translation>
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
        <source>“{name}” could not be written ({detail}). Choose another folder and try again.</source>
        <translation>“{name}”写入失败（{detail}）。请换一个文件夹重试。</translation>
    </message>
    <message>
        <source>“{name}” is not a PNG name. Let it end in .png, which keeps the transparency.</source>
        <translation>“{name}”不是 PNG 文件名。请以 .png 结尾，才能保留透明度。</translation>
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
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Reading the picture</source>
        <translation>正在分析图片</translation>
    </message>
    <message>
        <source>Finding the subject</source>
        <translation>正在识别主体</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>View: {name}</source>
        <translation>视图：{name}</translation>
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
        <translation>保留画面的 {share} %</translation>
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
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
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
        <source>Brush size  ([ and ])</source>
        <translation>笔刷大小  ([ 和 ])</translation>
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
        <translation>点击放大，Alt：缩小</translation>
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
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Overlay opacity</source>
        <translation>叠加不透明度</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓线</translation>
    </message>
    <message>
        <source>Boxes and strokes</source>
        <translation>框和笔画</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
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
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
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
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>There is no picture to paste. Copy one first.</source>
        <translation>剪贴板里没有图片。请先复制一张。</translation>
    </message>
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
        <source>{engine} engine  ·  {time} ms</source>
        <translation>{engine}引擎  ·  {time} 毫秒</translation>
    </message>
    <message>
        <source>Exported “{name}”.</source>
        <translation>已导出“{name}”。</translation>
    </message>
    <message>
        <source>Copied with its transparency.</source>
        <translation>已复制，保留透明度。</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>拖入的图片</translation>
    </message>
</context>
</TS>
