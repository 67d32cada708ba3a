namespace CnnVis.Runtime.Kernels;

/// <summary>
/// An operator of ours that ONNX Runtime calls, for what it has no fast operator for. It takes and gives float tensors. Inner loops are compiled with all optimisations at
/// once: the first gradient runs them too, and compiled in haste they take ten times as long.
/// </summary>
internal abstract class Kernel
{
    public abstract string Name { get; }

    /// <summary>How many inputs it has; null for any number.</summary>
    public abstract int? InputCount { get; }

    /// <summary>How many of its inputs, the last, are as large as its output; those before are smaller by strides.</summary>
    public virtual int LargeInputs => 0;

    /// <summary>The operator that stands in for it while ONNX Runtime optimises, where its two inputs are large.</summary>
    public virtual string StandIn => "Mul";

    /// <summary>Whether it gives other channels than it takes, which it does in the layout of ONNX.</summary>
    public virtual bool ChangesChannels => false;

    /// <summary>Whether its output may lie where its first input does.</summary>
    public virtual bool MayWriteOverFirstInput => false;

    /// <summary>Reads the attributes of a node, once, and returns what computes it.</summary>
    public abstract KernelRun Prepare(KernelAttributes attributes);
}
