using System.Text.Json;

namespace MultiTransport.Client;

/// <summary>
/// Remembers verdicts in a file, for programs that are started again and again. The file is replaced as a whole, so that no reader sees half of it; one that
/// is missing, broken or cannot be written is as if nothing were remembered.
/// </summary>
public sealed class FileVerdictStore : IVerdictStore
{
    private const int MaxKeys = 256;
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;

    /// <summary>Uses the file at this path; its folder must exist for anything to be remembered.</summary>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public FileVerdictStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    public string? Read(string key)
    {
        lock (_gate)
        {
            return Load().GetValueOrDefault(key);
        }
    }

    /// <inheritdoc/>
    public void Write(string key, string text)
    {
        lock (_gate)
        {
            var texts = Load();
            if (texts.Count >= MaxKeys && !texts.ContainsKey(key))
            {
                texts.Clear();
            }

            texts[key] = text;
            Save(texts);
        }
    }

    private Dictionary<string, string> Load()
    {
        try
        {
            var file = new FileInfo(_path);
            return file.Exists && file.Length <= MaxBytes
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), ClientJson.Default.DictionaryStringString) ?? []
                : [];
        }
        catch (Exception error) when (error is JsonException || IsFile(error))
        {
            return [];
        }
    }

    private void Save(Dictionary<string, string> texts)
    {
        var fresh = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(texts, ClientJson.Default.DictionaryStringString));
            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception error) when (IsFile(error))
        {
            Remove(fresh);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (IsFile(error))
        {
            // a file that can be neither written nor removed is the owner's to see to
        }
    }

    private static bool IsFile(Exception error) => error is IOException or UnauthorizedAccessException or NotSupportedException;
}
