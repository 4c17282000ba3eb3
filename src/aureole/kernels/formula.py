"""How formulas are compiled: to text only, which each kernel takes up and optimises once, with all it calls.

numba makes machine code of every function by itself, and optimises it anew in everything that calls it. Formulas
are called by kernels alone, so a formula's own machine code would never be run.

A kernel then knows everyone who calls the formulas it took up, and says so: they are private to it. Only then may LLVM
change how they are called. A map is 46 arrays, 322 words that were copied at each call of each formula that looks at
one of them; words that nobody reads are left out now. The formulas stay the same, so the numbers do.
"""
# mypy: disable-error-code="no-untyped-call"
# numba annotates nothing.

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, DefaultPassBuilder
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.typed_passes import NativeLowering


class FormulaLibrary(JITCodeLibrary):
    """The text of a formula and of what it calls, as the front end wrote it."""

    def _optimize_final_module(self) -> None:
        """Left to the kernel."""

    def _finalize_final_module(self) -> None:
        """No machine code: nobody calls it."""
        self._finalize_dynamic_globals()
        self._finalized = True


class KernelLibrary(JITCodeLibrary):
    """The text of a kernel and of all it calls, which nobody else calls."""

    def _optimize_final_module(self) -> None:
        """Say who calls whom, then optimise as ever."""
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage is llvm.Linkage.linkonce_odr:
                function.linkage = llvm.Linkage.private  # no symbol: its name is another function's in another kernel
        super()._optimize_final_module()


class KernelCompiler(Compiler):
    """numba's own stages; what comes out is kept, like any kernel's."""

    def define_pipelines(self) -> list[Any]:
        """The stages of numba's compiler."""
        self.state.library = KernelLibrary(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        stages = DefaultPassBuilder.define_nopython_pipeline(self.state)
        stages.finalize()
        return [stages]


class Entry:
    """What kernels know a formula by; each has its own."""


@register_pass(mutates_CFG=False, analysis_only=False)
class Known(LoweringPass):
    """Makes a lowered formula known to those that call it."""

    _name = "known_formula"

    def __init__(self) -> None:
        LoweringPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Put the entry where numba looks for a function's machine code."""
        entry, library = Entry(), state.library
        library.finalize()
        state.targetctx.insert_user_function(entry, state["cr"].fndesc, [library])
        state["cr"] = state["cr"]._replace(cfunc=entry)
        return True


class FormulaCompiler(Compiler):
    """numba's own stages, with text at their end."""

    def define_pipelines(self) -> list[Any]:
        """The stages of numba's compiler and one more."""
        self.state.library = FormulaLibrary(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.flags.no_compile = True
        stages = DefaultPassBuilder.define_nopython_pipeline(self.state)
        stages.add_pass_after(Known, NativeLowering)
        stages.finalize()
        return [stages]
