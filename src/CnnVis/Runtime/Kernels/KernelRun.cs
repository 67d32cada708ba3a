namespace CnnVis.Runtime.Kernels;

/// <summary>Computes a node.</summary>
internal delegate void KernelRun(KernelCall call);
