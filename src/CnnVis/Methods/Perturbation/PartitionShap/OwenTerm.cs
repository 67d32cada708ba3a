namespace CnnVis.Methods;

/// <summary>
/// A summand of the Owen values: weight * (f(others and group) - f(others)). Where the group is divided it becomes four, of half the weight:
/// each half joins the others first, or second.
/// </summary>
/// <param name="Group">The segments that join.</param>
/// <param name="Others">The segments shown before.</param>
/// <param name="Without">The targets' scores with the others.</param>
/// <param name="With">The targets' scores with the others and the group.</param>
/// <param name="Weight">1 for the whole image.</param>
internal sealed record OwenTerm(SegmentGroup Group, bool[] Others, IReadOnlyList<double> Without, IReadOnlyList<double> With, double Weight)
{
    /// <summary>The four, once they are known.</summary>
    public OwenTerm[]? Parts { get; private set; }

    public double Value(int target) => Weight * (With[target] - Without[target]);

    /// <summary>The coalitions whose scores the four need: the others with the first half, and with the second.</summary>
    public bool[][] Needed() => [Joined(Group.Halves.First), Joined(Group.Halves.Second)];

    public void Divide(bool[][] coalitions, double[] withFirst, double[] withSecond)
    {
        (SegmentGroup first, SegmentGroup second) = Group.Halves;
        Parts =
        [
            new OwenTerm(first, Others, Without, withFirst, Weight / 2),
            new OwenTerm(second, Others, Without, withSecond, Weight / 2),
            new OwenTerm(first, coalitions[1], withSecond, With, Weight / 2),
            new OwenTerm(second, coalitions[0], withFirst, With, Weight / 2),
        ];
    }

    private bool[] Joined(SegmentGroup half)
    {
        bool[] coalition = [.. Others];
        foreach (SegmentCenter member in half.Members)
        {
            coalition[member.Segment] = true;
        }

        return coalition;
    }
}
