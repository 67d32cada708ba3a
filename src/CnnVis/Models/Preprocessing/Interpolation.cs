namespace CnnVis;

/// <summary>How pixels between pixels are computed. Both have half-pixel centres.</summary>
public enum Interpolation
{
    /// <summary>Bilinear, averaging over all source pixels when shrinking, as PIL and torchvision do.</summary>
    Bilinear = 0,

    /// <summary>Bilinear from the four nearest source pixels even when shrinking, as OpenCV and ONNX Resize do; large pictures alias.</summary>
    BilinearWithoutAntialias,
}
