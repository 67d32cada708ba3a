namespace CnnVis.Methods;

/// <summary>Segments that lie together, and the halves into which they fall along the longer axis of where their centres lie.</summary>
internal sealed class SegmentGroup
{
    private readonly Lazy<(SegmentGroup First, SegmentGroup Second)> _halves;

    private SegmentGroup(SegmentCenter[] members)
    {
        Members = members;
        PixelCount = members.Sum(member => member.PixelCount);
        _halves = new(Divide);
    }

    public SegmentCenter[] Members { get; }

    public int PixelCount { get; }

    public bool IsSingle => Members.Length == 1;

    public (SegmentGroup First, SegmentGroup Second) Halves => _halves.Value;

    public static SegmentGroup Of(PixelSegments segments, int width)
    {
        (double Y, double X)[] sums = new (double, double)[segments.Count];
        for (int pixel = 0; pixel < segments.PixelCount; pixel++)
        {
            ref (double Y, double X) sum = ref sums[segments[pixel]];
            sum = (sum.Y + (pixel / width), sum.X + (pixel % width));
        }

        return new SegmentGroup([.. sums.Select((sum, segment) =>
            new SegmentCenter(segment, sum.Y / segments.SizeOf(segment), sum.X / segments.SizeOf(segment), segments.SizeOf(segment)))]);
    }

    private (SegmentGroup First, SegmentGroup Second) Divide()
    {
        (double top, double bottom) = (Members.Min(member => member.Y), Members.Max(member => member.Y));
        (double left, double right) = (Members.Min(member => member.X), Members.Max(member => member.X));
        ILookup<bool, SegmentCenter> isFirst = bottom - top >= right - left
            ? Members.ToLookup(member => member.Y < (top + bottom) / 2)
            : Members.ToLookup(member => member.X < (left + right) / 2);
        // Segments around one centre have no halves by place.
        return isFirst.Count == 2
            ? (new SegmentGroup([.. isFirst[true]]), new SegmentGroup([.. isFirst[false]]))
            : (new SegmentGroup(Members[..(Members.Length / 2)]), new SegmentGroup(Members[(Members.Length / 2)..]));
    }
}
