using System.Collections;

namespace CnnVis;

/// <summary>The names of a model's classes, in the order of its output.</summary>
public sealed class Labels : IReadOnlyList<string>
{
    private readonly string[] _names;

    /// <summary>Creates labels from names.</summary>
    /// <param name="names">One name for each class; a name may list synonyms separated by commas.</param>
    public Labels(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names.Select(name => name.Trim())];
        if (_names.Length == 0)
        {
            throw new ArgumentException("There is no label.", nameof(names));
        }
    }

    /// <summary>How many classes are named.</summary>
    public int Count => _names.Length;

    /// <summary>True where the first class is "background", as in TensorFlow's lists of 1,001 ImageNet classes.</summary>
    public bool HasBackground => IsBackground(_names[0]);

    /// <summary>The name of a class.</summary>
    /// <param name="index">The class.</param>
    public string this[int index] => _names[index];

    /// <summary>
    /// Reads a file: a label on each line, lines that start with a WordNet synset (n01440764 tench, Tinca tinca), or JSON: an array,
    /// an object from index to name, or a Hugging Face config with id2label.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="CnnVisException">The file cannot be read or names no classes.</exception>
    public static Labels Load(string path)
    {
        try
        {
            return Models.LabelParser.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CnnVisException($"{Path.GetFileName(path)}: labels cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Finds a class by name, ignoring case: first a whole label, then one of a label's comma-separated names, then a part of a label.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <returns>The class.</returns>
    /// <exception cref="ArgumentException">No class or more than one has this name; the message lists what is near.</exception>
    public int Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string wanted = name.Trim();
        return OneOf(wanted, label => label.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? OneOf(wanted, label => label.Split(',', StringSplitOptions.TrimEntries).Contains(wanted, StringComparer.OrdinalIgnoreCase))
            ?? OneOf(wanted, label => label.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no class '{wanted}'.{Models.NearNames.Sentence(wanted, _names)}", nameof(name));
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads a file of labels.</summary>
    /// <param name="path">The file.</param>
    public static implicit operator Labels(string path) => FromString(path);

    /// <summary>Reads a file of labels.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels.</returns>
    public static Labels FromString(string path) => Load(path);

    internal static bool IsBackground(string? label) => label?.Trim('_').Equals("background", StringComparison.OrdinalIgnoreCase) ?? false;

    private int? OneOf(string wanted, Func<string, bool> matches)
    {
        int[] found = [.. Enumerable.Range(0, Count).Where(i => matches(_names[i]))];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new ArgumentException(
                $"'{wanted}' names {found.Length} classes: {string.Join("; ", found.Take(8).Select(i => $"{i} {_names[i]}"))}"
                + $"{(found.Length > 8 ? "; ..." : "")}. Give an index or a longer name."),
        };
    }
}
