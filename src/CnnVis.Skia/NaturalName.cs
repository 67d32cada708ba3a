using System.Text.RegularExpressions;

namespace CnnVis.Skia;

/// <summary>A name ordered as people count: numbers by their value, the rest without regard to case, the same in every culture.</summary>
internal sealed partial class NaturalName(string name) : IComparable<NaturalName>
{
    private readonly string[] _parts = [.. Part().Matches(name).Select(match => match.Value)];

    public int CompareTo(NaturalName? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int i = 0; i < Math.Min(_parts.Length, other._parts.Length); i++)
        {
            int order = Compare(_parts[i], other._parts[i]);
            if (order != 0)
            {
                return order;
            }
        }

        int length = _parts.Length.CompareTo(other._parts.Length);
        return length != 0 ? length : string.CompareOrdinal(name, other.ToString());
    }

    public override string ToString() => name;

    private static int Compare(string one, string other)
    {
        if (!char.IsAsciiDigit(one[0]) || !char.IsAsciiDigit(other[0]))
        {
            return string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
        }

        (string left, string right) = (one.TrimStart('0'), other.TrimStart('0'));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
    }

    // Folders end at /, so that those whose names begin alike do not mix.
    [GeneratedRegex("[0-9]+|/|[^0-9/]+", RegexOptions.Singleline)]
    private static partial Regex Part();
}
