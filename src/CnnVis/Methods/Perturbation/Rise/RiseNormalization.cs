namespace CnnVis;

/// <summary>What the numbers of a <see cref="RiseExtensions.Rise"/> map are.</summary>
public enum RiseNormalization
{
    /// <summary>
    /// The mean score of the masks that show the place, minus the mean score of all masks: sum f m / sum m - sum f / N. Positive: the score is
    /// above the mean where the place is shown. It does not suffer from places that chance has shown more often.
    /// </summary>
    Centered = 0,

    /// <summary>As published: sum f m / (N p), an estimate of the mean score where the place is shown. It has no zero to compare with.</summary>
    Expected,
}
