namespace CnnVis;

/// <summary>Options of <see cref="KernelExtensions.Kernels"/>.</summary>
public sealed record KernelOptions
{
    /// <summary>
    /// True to show what a convolution and the BatchNormalization behind it compute together, also where that is written as Mul and Add; false for
    /// the weights as the file has them. Most exporters have merged them already. <value>The default is false.</value>
    /// </summary>
    public bool MergeBatchNormalization { get; init; }
}
