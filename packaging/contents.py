"""What goes into the installed program and what stays out, for PyInstaller's longtake.spec and for the tests."""

import re
import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("editor", "engine")

# Imported by name or late, where no import statement can be followed to them.
BY_NAME = (
    "sentencepiece",
    "tokenizers",
    "ftfy",
    "gguf",
    "keyring",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PySide6.QtNetwork",
)
# Adapters are run from their files, as their manifests say; icons are drawn from a font of the package.
WITH_SOURCES = ("opentimelineio", "otio_cmx3600_adapter", "otio_fcp_adapter", "otio_fcpx_xml_adapter")
FONTS = ("qtawesome/__init__.py", "qtawesome/fonts/phosphor-*")
# Asked for their version or their entry points while the program runs.
METADATA = (
    "longtake", "accelerate", "diffusers", "filelock", "gguf", "httpcore2", "httpx2", "huggingface_hub", "keyring",
    "numpy", "otio-cmx3600-adapter", "otio-fcp-adapter", "otio-fcpx-xml-adapter", "packaging", "pyyaml", "regex",
    "requests", "safetensors", "sentencepiece", "tokenizers", "torch", "tqdm", "transformers",
)  # fmt: skip
# transformers looks into its own folder for what there is. Of its hundreds of models one reads our prompts.
LANGUAGE_MODELS = ("auto", "umt5", "t5")

# Never imported by the program (a test holds this against what it does import); measured by `build.py --sizes`.
EXCLUDED = (
    "_pytest", "babel", "coverage", "grimp", "hypothesis", "imageio", "importlinter", "IPython", "lib2to3",
    "matplotlib", "mypy", "networkx.drawing", "pandas", "pip", "pytest", "pytest_benchmark", "qtawesome", "qtpy",
    "ruff", "setuptools", "skimage", "tensorboard", "tifffile", "tkinter", "torch.utils.tensorboard", "typer",
    "vulture", "wheel",
    "hf_xet", "pydantic", "pydantic_core", "scipy.io", "PIL.AvifImagePlugin", "PIL._avif",
    "torch.testing._internal.common_methods_invocations", "torch.testing._internal.distributed.distributed_test",
    "diffusers.modular_pipelines", "diffusers.pipelines", "diffusers.experimental",
    "PySide6.QtDesigner", "PySide6.QtPdf", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtTest",
    "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets",
)  # fmt: skip
# Files that hooks bring along and nothing reads: headers, PyTorch's own test programs, Qt for the web and touch.
DROPPED = (
    "torch/bin/*[Tt]est*", "torch/bin/protoc*", "torch/include/*", "torch/share/cmake/*", "torch/test/*",
    "torch/lib/*.a", "torch/lib/*.lib", "torch/lib/libtorchbind_test*", "torch/lib/libaoti_custom_ops*",
    "torch/lib/libjitbackend_test*", "torch/lib/libbackend_with_compiler*", "torch/testing/_internal/generated/*",
    "torch/testing/_internal/common_methods_invocations.py", "torch/testing/_internal/distributed/distributed_test.py",
    "resources/pictures/*",  # of the README; the pages of the documentation bring theirs along
    "*.dist-info/licen[cs]es/*",  # parts.py keeps them under short names: Windows allows 260 characters, folder and all
    "transformers/models/*/*_fast.py", "PyOpenColorIO/bin/*", "PySide6/Qt/translations/*", "PySide6/translations/*",
    "PySide6/Qt/qml/*", "PySide6/qml/*", "PySide6/Qt/plugins/imageformats/libqpdf*",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard*", "PySide6/Qt/plugins/platforms/libqminimal*",
    "PySide6/Qt/plugins/platforms/libqlinuxfb*", "PySide6/Qt/plugins/platforms/libqeglfs*",
    "PySide6/Qt/plugins/platforms/libqvnc*", "PySide6/Qt/plugins/platforms/libqvkkhrdisplay*",
    "PySide6/Qt/plugins/egldeviceintegrations/*", "PySide6/Qt/plugins/platformthemes/libqgtk3*",
    "*libQt6Quick*", "*libQt6Qml*", "*libQt6VirtualKeyboard*", "*libQt6Pdf*", "*libQt6EglF[Ss]*",
    # Qt's own FFmpeg plays films: ours are decoded by PyAV, and what plays sound does without it.
    "PySide6/Qt/plugins/multimedia/*", "PySide6/plugins/multimedia/*", "*libQt6FFmpegStub*",
    "PySide6/*/libavcodec.*", "PySide6/*/libavformat.*", "PySide6/*/libavutil.*", "PySide6/*/libswresample.*",
    "PySide6/*/libswscale.*", "PySide6/av*-*.dll", "PySide6/sw*-*.dll",
    "libatk-1*", "libcairo*", "libgdk_pixbuf*", "libpango*",  # of the GTK platform theme, which is left out above
    "*/tests/*.py", "scipy/*/tests/*",
)  # fmt: skip

# macOS: what opens a project. Other editors write .otio as well: Longtake offers to open them and is nobody's default.
PROJECT_TYPE = {
    "UTImportedTypeDeclarations": [{
        "UTTypeIdentifier": "org.longtake.project", "UTTypeDescription": "Longtake project",
        "UTTypeConformsTo": ["public.json"], "UTTypeTagSpecification": {"public.filename-extension": ["otio"]},
    }],
    "CFBundleDocumentTypes": [{
        "CFBundleTypeName": "Longtake project", "CFBundleTypeRole": "Editor",
        "LSItemContentTypes": ["org.longtake.project"], "LSHandlerRank": "Alternate",
    }],
}  # fmt: skip
FIRST_ON_ARM = (11, 0)  # macOS on Apple's own processors


def our_modules() -> list[str]:
    """Every module of ours that the program may import, read from the files: nothing is imported for it."""
    found = []
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def is_within(module: str, packages: Iterable[str]) -> bool:
    """Whether it is one of them or part of one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def excluded_models(folder: Path) -> list[str]:
    """folder: of the package transformers."""
    names = sorted(path.name for path in (folder / "models").iterdir() if path.is_dir() and path.name[0] != "_")
    return [f"transformers.models.{name}" for name in names if name not in LANGUAGE_MODELS]


def is_kept(destination: str) -> bool:
    """destination: where a file would lie in the program."""
    name = destination.replace("\\", "/")
    parts = name.split("/")
    if parts[:2] == ["transformers", "models"] and len(parts) > 3:
        return parts[2] in LANGUAGE_MODELS
    return not any(fnmatch(name, pattern) for pattern in DROPPED)


def is_entry_kept(destination: str, source: str, kind: str) -> bool:
    """As PyInstaller lists them. A link goes with what it leads to, which it has as its source."""
    return is_kept(destination) and (kind != "SYMLINK" or is_kept(source))


def oldest_macos(wheels: Iterable[str]) -> str:
    """The first version that runs all of them. wheels: the tags of each, such as cp311-abi3-macosx_13_0_universal2."""
    needed = FIRST_ON_ARM
    for tags in wheels:
        versions = [(int(major), int(minor)) for major, minor in re.findall(r"macosx_(\d+)_(\d+)", tags)]
        needed = max(needed, min(versions, default=needed))
    return ".".join(map(str, needed))


def system() -> str:
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
