namespace CnnVis.Features.Surveys;

/// <summary>How many bytes all layers of a survey may still take for what grows with the number of classes.</summary>
internal sealed class MemoryAllowance(long bytes)
{
    public const long ForClasses = 256L << 20;

    private long _left = bytes;

    public bool TryTake(long wanted)
    {
        if (wanted > _left)
        {
            return false;
        }

        _left -= wanted;
        return true;
    }
}
