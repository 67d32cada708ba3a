namespace CnnVis.Methods;

/// <summary>Sets of pixels that grow together.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;
    private readonly int[] _sizes;

    public DisjointSets(int count)
    {
        _parents = [.. Enumerable.Range(0, count)];
        _sizes = new int[count];
        Array.Fill(_sizes, 1);
    }

    /// <summary>The pixel that stands for the set of a pixel.</summary>
    public int Find(int pixel)
    {
        while (_parents[pixel] != pixel)
        {
            _parents[pixel] = _parents[_parents[pixel]];
            pixel = _parents[pixel];
        }

        return pixel;
    }

    public int SizeOf(int root) => _sizes[root];

    /// <summary>Joins two sets by their roots and returns the new root.</summary>
    public int Join(int root, int other)
    {
        if (root == other)
        {
            return root;
        }

        (int large, int small) = _sizes[root] >= _sizes[other] ? (root, other) : (other, root);
        _parents[small] = large;
        _sizes[large] += _sizes[small];
        return large;
    }

    /// <summary>For each pixel the root of its set.</summary>
    public int[] ToLabels() => [.. Enumerable.Range(0, _parents.Length).Select(Find)];
}
