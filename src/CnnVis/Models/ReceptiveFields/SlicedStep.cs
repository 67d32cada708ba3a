namespace CnnVis.Models;

/// <summary>Every so many cells from the first on; a negative first adds cells that hold a constant.</summary>
internal sealed record SlicedStep(int First, int Step) : AxisStep
{
    public override FieldAxis Of(FieldAxis given) => given.Sliced(First, Step);

    public override IEnumerable<int> Reads(int cell, int length)
    {
        int place = First + (cell * Step);
        return place >= 0 && place < length ? [place] : [];
    }
}
