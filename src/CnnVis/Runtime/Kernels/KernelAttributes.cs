namespace CnnVis.Runtime.Kernels;

/// <summary>The attributes of a node that a kernel computes.</summary>
internal readonly struct KernelAttributes(nint info)
{
    public int Integer(string name) => (int)OrtFunctions.IntAttribute(info, name);

    public float Number(string name) => OrtFunctions.FloatAttribute(info, name);

    public int[] Integers(string name) => Array.ConvertAll(OrtFunctions.IntsAttribute(info, name), value => (int)value);
}
