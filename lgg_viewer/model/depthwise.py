"""Depthwise convolution that can be trained on a CPU.

PyTorch's own gradients of the kernels of 5 x 5, and of those with stride 2, take up to forty times as long on a CPU as
the convolution itself; those of 3 x 3 with stride 1 do not. All others are put together from these.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class SameConv(nn.Conv2d):
    """Convolution without bias, (N, C_in, H, W) -> (N, C_out, H / stride, W / stride) for even H and W.

    With stride 2 the kernel's centre lies on every second pixel, beginning with the second, as in TensorFlow's padding
    "same": weights from there expect it.

    Parameters
    ----------
    c_in, c_out : int
    size : int
        Height and width of the kernel, odd.
    stride : int
        1 or 2.
    depthwise : bool
        One kernel for each channel.
    """

    def __init__(self, c_in: int, c_out: int, size: int, stride: int = 1, *, depthwise: bool = False) -> None:
        padding = size // 2 if stride == 1 else 0
        super().__init__(c_in, c_out, size, stride, padding, groups=c_in if depthwise else 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Convolve."""
        if self.training and self.groups > 1 and x.device.type == "cpu" and self.kernel_size[0] > 1:
            return _convolve_to_train(x, self.weight, self.stride[0])
        return super().forward(_pad(x, self.kernel_size[0]) if self.stride[0] == 2 else x)


def _pad(x: Tensor, size: int) -> Tensor:
    before, after = (size - 2) // 2, (size - 1) // 2
    return functional.pad(x, (before, after, before, after))


def _convolve_to_train(x: Tensor, kernels: Tensor, stride: int) -> Tensor:
    if torch.is_autocast_enabled("cpu"):
        dtype = torch.get_autocast_dtype("cpu")
        x, kernels = x.to(dtype), kernels.to(dtype)
    with torch.autocast("cpu", enabled=False):
        result: Tensor = _Depthwise.apply(x, kernels, stride)  # type: ignore[no-untyped-call]
    return result


class _Depthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, kernels: Tensor, stride: int) -> Tensor:
        ctx.save_for_backward(x, kernels)
        ctx.stride = stride
        size = kernels.shape[-1]
        if stride == 2:
            return functional.conv2d(_pad(x, size), kernels, stride=2, groups=x.shape[1])
        return functional.conv2d(x, kernels, padding=size // 2, groups=x.shape[1])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None]:
        x, kernels = ctx.saved_tensors
        (gradient,) = gradients
        if ctx.stride == 2:
            # that of stride 1, of whose answers three in four are not used
            sparse = torch.zeros_like(x)
            sparse[:, :, 1::2, 1::2] = gradient
            gradient = sparse
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        of_x = functional.conv2d(gradient, kernels.flip(2, 3), padding=kernels.shape[-1] // 2, groups=x.shape[1])
        return of_x, _of_kernels(x, gradient, kernels), None


def _of_kernels(x: Tensor, gradient: Tensor, kernels: Tensor) -> Tensor:
    """Return the gradient of kernels of any odd size, put together from those of 3 x 3."""
    size, channels = kernels.shape[-1], x.shape[1]
    height, width = x.shape[2:]
    margin = size // 2
    around = functional.pad(x, (margin,) * 4)
    result, small = torch.empty_like(kernels), kernels.new_empty(channels, 1, 3, 3)
    corners = (*range(0, size - 3, 3), size - 3)  # those of two may share taps: both are right
    for top in corners:
        for left in corners:
            part = around[:, :, top : top + height + 2, left : left + width + 2]
            _, found, _ = torch.ops.aten.convolution_backward(
                gradient,
                part.contiguous(memory_format=torch.channels_last),
                small,
                None,
                [1, 1],
                [0, 0],
                [1, 1],
                False,
                [0, 0],
                channels,
                [False, True, False],
            )
            result[:, :, top : top + 3, left : left + 3] = found
    return result
