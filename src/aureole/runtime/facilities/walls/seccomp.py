"""What a node may ask of the kernel (seccomp(2)): not what no node needs once it runs.

A filter in the kernel's own small language (BPF) answers such calls with EPERM, and ends nobody. It holds for every
thread, for ever, and for both machines whose numbers we know; calls by other numbers (32 bit, x32) are all refused.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import platform
import struct

from aureole.runtime.facilities import kernel
from aureole.runtime.facilities.facility import Share, Why, why

DENIED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "move_mount": (429, 429),
    "open_tree": (428, 428), "mount_setattr": (442, 442), "setns": (308, 268), "unshare": (272, 97),
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, -1), "vfork": (58, -1),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "create_module": (174, -1), "reboot": (169, 142), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171), "settimeofday": (164, 170),
    "swapon": (167, 224), "swapoff": (168, 225), "sethostname": (170, 161), "setdomainname": (171, 162),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116), "vhangup": (153, 58),
    "iopl": (172, -1), "ioperm": (173, -1), "modify_ldt": (154, -1), "uselib": (134, -1), "personality": (135, 92),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "sched_setparam": (142, 118),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "tkill": (200, 130), "pidfd_send_signal": (424, 424),
}  # fmt: skip
"""Numbers on x86_64 and aarch64 (asm/unistd_64.h, asm-generic/unistd.h); -1: that machine has it not."""
OWN = {"kill": (62, 129), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240)}
"""Signals: to oneself alone."""
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)
THREAD, SPACES = 0x10000, 0x7E020000  # CLONE_THREAD; CLONE_NEW*: <linux/sched.h>
UNIX = 1  # AF_UNIX
ARCHITECTURES = (0xC000003E, 0xC00000B7)  # AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64: <linux/audit.h>
X32 = 0x40000000  # __X32_SYSCALL_BIT
LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|JGE|JSET|K, BPF_RET|K
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16  # offsets in struct seccomp_data; the first argument's lower half
ALLOW, ERROR = 0x7FFF0000, 0x00050000  # SECCOMP_RET_*
INSTRUCTION = struct.Struct("<HBBI")  # code, jump if true, jump if false, number: struct sock_filter
FILTER = 1  # SECCOMP_SET_MODE_FILTER
SYNC = 1  # SECCOMP_FILTER_FLAG_TSYNC: every thread


@functools.lru_cache(maxsize=4)
def program(machine: int, process: int, *, networked: bool) -> bytes:
    """The filter for a machine (0: x86_64, 1: aarch64) and a process."""
    deny, allow = (RETURN, 0, 0, ERROR | errno.EPERM), (RETURN, 0, 0, ALLOW)
    found = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, ARCHITECTURES[machine]), deny, (LOAD, 0, 0, NUMBER)]
    if machine == 0:
        found += [(AT_LEAST, 0, 1, X32), deny]
    for numbers in DENIED.values():
        if numbers[machine] >= 0:
            found += [(EQUAL, 0, 1, numbers[machine]), deny]
    found += [(EQUAL, 0, 1, CLONE3[machine]), (RETURN, 0, 0, ERROR | errno.ENOSYS)]  # libraries then take clone
    for numbers in OWN.values():
        found += [(EQUAL, 0, 4, numbers[machine]), (LOAD, 0, 0, FIRST), (EQUAL, 0, 1, process), allow, deny]
    found += [
        (EQUAL, 0, 5, CLONE[machine]), (LOAD, 0, 0, FIRST), (ANY_OF, 2, 0, SPACES), (ANY_OF, 0, 1, THREAD), allow, deny,
    ]  # fmt: skip
    if not networked:
        found += [(EQUAL, 0, 4, SOCKET[machine]), (LOAD, 0, 0, FIRST), (EQUAL, 0, 1, UNIX), allow, deny]
    return b"".join(INSTRUCTION.pack(*each) for each in [*found, allow])


class Seccomp:
    """seccomp filters."""

    name = "seccomp"
    words = ("system calls closed to nodes (seccomp)", "限制节点的系统调用（seccomp）")

    def detect(self) -> Why | None:
        """Whether the kernel knows the answer we need (SECCOMP_GET_ACTION_AVAIL)."""
        if not kernel.known():
            return Why.ELSEWHERE
        try:
            kernel.call("seccomp", 2, 0, ctypes.create_string_buffer(struct.pack("<I", ERROR), 4))
        except OSError as error:
            return why(error)
        return None

    def wanted(self, share: Share) -> bool:
        """Every node."""
        return True

    def prepare(self) -> None:
        """Write down what this process may not ask, for whoever it becomes."""
        if kernel.known():
            program(kernel.MACHINES.index(platform.machine()), os.getpid(), networked=False)

    def claim(self, share: Share) -> Why | None:
        """Ask for no more than a node needs, from now on."""
        if not kernel.known():
            return Why.ELSEWHERE
        text = program(kernel.MACHINES.index(platform.machine()), os.getpid(), networked=share.networked)
        instructions = ctypes.create_string_buffer(text, len(text))
        asked = struct.pack("@HP", len(text) // INSTRUCTION.size, ctypes.addressof(instructions))  # struct sock_fprog
        try:
            kernel.give_up_privileges()
            kernel.call("seccomp", FILTER, SYNC, ctypes.create_string_buffer(asked, len(asked)))
        except OSError as error:
            return why(error)
        return None
