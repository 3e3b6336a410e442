/* What an AppImage of SegDesk begins with: it mounts the squashfs that follows it in the file and starts the AppRun in it.

   The program keeps one end of a pipe open without knowing; when it and all that it has started have ended, the mount
   goes too. Built by `packaging/shipping/appimage.py` with libsquashfuse, libfuse 3 and zstd inside.

     --appimage-offset    where the squashfs begins
     --appimage-extract   unpack it into squashfs-root, for systems without FUSE
*/

#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <squashfuse/ll.h>
#include <squashfuse/traverse.h>
#include <squashfuse/util.h>

static const char *const EXTRACTED = "squashfs-root";

/* The file that is mounted is always packed with zstd. Nothing of the other libraries comes along. */
int lzo1x_decompress_safe(void) { return -1; }
int LZ4_decompress_safe(void) { return -1; }
int lzma_stream_buffer_decode(void) { return -1; }

static void fail(const char *what)
{
    fprintf(stderr, "segdesk: %s (%s).\n", what, strerror(errno));
    exit(127);
}

/* Where this program's own bytes end: its table of sections is the last thing in it. */
static size_t own_size(const char *path)
{
    Elf64_Ehdr head;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || read(file, &head, sizeof head) != (ssize_t)sizeof head)
        fail("the AppImage cannot be read");
    close(file);
    return head.e_shoff + (size_t)head.e_shentsize * head.e_shnum;
}

/* Unpacking */

static void write_file(sqfs *packed, sqfs_inode *node, const char *path)
{
    char block[1 << 16];
    sqfs_off_t at = 0, size = sizeof block;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, node->base.mode & 0777);
    if (file < 0)
        fail(path);
    for (; size > 0; at += size) {
        size = sizeof block;
        if (sqfs_read_range(packed, node, at, &size, block) != SQFS_OK || write(file, block, size) != size)
            fail(path);
    }
    close(file);
}

static void write_entry(sqfs *packed, sqfs_inode *node, const char *path)
{
    char target[PATH_MAX];
    size_t length = sizeof target;
    if (S_ISDIR(node->base.mode)) {
        if (mkdir(path, 0755) && errno != EEXIST)
            fail(path);
    } else if (S_ISLNK(node->base.mode)) {
        unlink(path);
        if (sqfs_readlink(packed, node, target, &length) != SQFS_OK || symlink(target, path))
            fail(path);
    } else if (S_ISREG(node->base.mode))
        write_file(packed, node, path);
}

static int extract(const char *image, size_t offset)
{
    sqfs packed;
    sqfs_traverse walk;
    sqfs_inode node;
    sqfs_err error = SQFS_OK;
    char path[PATH_MAX];
    if (sqfs_open_image(&packed, image, offset) != SQFS_OK)
        return 127;
    if (mkdir(EXTRACTED, 0755) && errno != EEXIST)
        fail(EXTRACTED);
    if (sqfs_traverse_open(&walk, &packed, sqfs_inode_root(&packed)) != SQFS_OK)
        return 127;
    while (sqfs_traverse_next(&walk, &error)) {
        if (walk.dir_end)
            continue;
        snprintf(path, sizeof path, "%s/%s", EXTRACTED, walk.path);
        if (sqfs_inode_get(&packed, &node, sqfs_dentry_inode(&walk.entry)) != SQFS_OK)
            return 127;
        write_entry(&packed, &node, path);
    }
    sqfs_traverse_close(&walk);
    return error == SQFS_OK ? 0 : 127;
}

/* Mounting */

struct watch {
    int pipe;
    const char *place;
};

/* Waits until nobody holds the other end of the pipe any more; without the mount the session ends by itself. */
static void *unmount_at_the_end(void *given)
{
    struct watch *watch = given;
    char nothing;
    while (read(watch->pipe, &nothing, 1) < 0 && errno == EINTR)
        ;
    if (umount2(watch->place, MNT_DETACH) && fork() == 0) {
        execlp("fusermount3", "fusermount3", "-u", "-z", "-q", watch->place, NULL);
        _exit(1);
    }
    return NULL;
}

static struct fuse_lowlevel_ops operations = {
    .getattr = sqfs_ll_op_getattr,   .opendir = sqfs_ll_op_opendir, .releasedir = sqfs_ll_op_releasedir,
    .readdir = sqfs_ll_op_readdir,   .lookup = sqfs_ll_op_lookup,   .open = sqfs_ll_op_open,
    .release = sqfs_ll_op_release,   .read = sqfs_ll_op_read,       .readlink = sqfs_ll_op_readlink,
    .listxattr = sqfs_ll_op_listxattr, .getxattr = sqfs_ll_op_getxattr, .forget = sqfs_ll_op_forget,
    .statfs = stfs_ll_op_statfs,
};

/* Serves the mount until it goes; tells on `ready` once it is there. Never returns. */
static void serve(const char *image, size_t offset, const char *place, int ready, int alive)
{
    struct fuse_args words = FUSE_ARGS_INIT(0, NULL);
    sqfs_ll_chan channel;
    pthread_t thread;
    sqfs_ll *packed = sqfs_ll_open(image, offset);
    setsid();
    fuse_opt_add_arg(&words, "segdesk");
    fuse_opt_add_arg(&words, "-oro,nosuid,nodev,fsname=segdesk,subtype=squashfuse");
    if (!packed || sqfs_ll_mount(&channel, place, &words, &operations, sizeof operations, packed) != SQFS_OK)
        _exit(1);
    struct watch watch = {alive, place};
    pthread_create(&thread, NULL, unmount_at_the_end, &watch);
    if (write(ready, "r", 1) != 1)
        _exit(1);
    close(ready);
    fuse_session_loop(channel.session);
    rmdir(place);
    _exit(0);
}

static void mount_and_run(const char *image, size_t offset, char **words)
{
    char place[] = "/tmp/.mount_segdeskXXXXXX", program[PATH_MAX], said = 0;
    int ready[2], alive[2];
    if (!mkdtemp(place) || pipe2(ready, O_CLOEXEC) || pipe(alive))
        fail("there is no room to mount the AppImage");
    if (fork() == 0) {
        close(ready[0]);
        close(alive[1]);
        serve(image, offset, place, ready[1], alive[0]);
    }
    close(ready[1]);
    close(alive[0]);
    if (read(ready[0], &said, 1) != 1) {
        rmdir(place);
        fprintf(stderr, "segdesk: the AppImage cannot be mounted: FUSE 3 is missing or not allowed.\n"
                        "Unpack it with --appimage-extract, then start squashfs-root/AppRun.\n");
        exit(127);
    }
    snprintf(program, sizeof program, "%s/AppRun", place);
    setenv("APPIMAGE", image, 1);
    setenv("APPDIR", place, 1);
    execv(program, words);
    fail("the program in the AppImage cannot be started");
}

int main(int count, char **words)
{
    char image[PATH_MAX] = "";
    if (readlink("/proc/self/exe", image, sizeof image - 1) < 0)
        fail("the AppImage cannot find itself");
    size_t offset = own_size(image);
    signal(SIGPIPE, SIG_IGN);
    if (count == 2 && strcmp(words[1], "--appimage-offset") == 0)
        return printf("%zu\n", offset) < 0;
    if (count == 2 && strcmp(words[1], "--appimage-extract") == 0)
        return extract(image, offset);
    signal(SIGPIPE, SIG_DFL);
    mount_and_run(image, offset, words);
}
