namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>One proxy as it is started: its program, its files of configuration, its command. It is ready when all ports that those files open accept.</summary>
/// <param name="name">Its name in rows and logs.</param>
/// <param name="files">Its files in <c>Configurations</c>; the first is the one that it is started with.</param>
internal abstract class ProxyProgram(string name, params string[] files)
{
    private string _suffix = "";

    public string Name => $"{name}{_suffix}";

    public IReadOnlyList<string> Files { get; } = files;

    /// <summary>The port of the application that it stands before.</summary>
    protected int OriginPort => Ports.Of($"origin{_suffix}");

    /// <summary>The Debian package that brings it.</summary>
    public abstract string Package { get; }

    /// <summary>Where that puts it.</summary>
    public abstract string Executable { get; }

    /// <summary>Who owns its folder, where the program changes to a user of its own; that takes root.</summary>
    public virtual string? Owner => null;

    /// <summary>The ports that it opens beside those that its files name.</summary>
    public virtual IReadOnlyList<int> Listens => [];

    /// <summary>Why it cannot run here, or null.</summary>
    public string? Missing =>
        !File.Exists(Executable) ? $"{Executable} (Debian's {Package}) is not installed"
        : Owner is not null && Environment.UserName != "root" ? $"{Name} changes its user, which needs root"
        : null;

    /// <summary>The command, with the folder in which its configuration and everything else of it is.</summary>
    public abstract IEnumerable<string> Command(string folder);

    /// <summary>Variables of its environment.</summary>
    public virtual IEnumerable<(string Name, string Value)> Environs(string folder) => [];

    /// <summary>What is taken out of its printed file.</summary>
    public string? Without { get; init; }

    /// <summary>The same before another application, with ports of its own.</summary>
    public ProxyProgram Behind(string application)
    {
        var other = (ProxyProgram)MemberwiseClone();
        other._suffix = $"-{application}";
        return other;
    }

    /// <summary>A file with its blanks not yet filled.</summary>
    public string Text(string file)
    {
        var text = ConfigurationFile.Read(file, Name, _suffix);
        if (Without is not null && file.StartsWith("printed/", StringComparison.Ordinal))
        {
            text = text.Contains(Without, StringComparison.Ordinal)
                ? text.Replace(Without, "", StringComparison.Ordinal)
                : throw new InvalidOperationException($"{file} has no '{Without}'.");
        }

        return Adapt(file, text).Replace("127.0.0.1:5080", "127.0.0.1:{port origin}", StringComparison.Ordinal);
    }

    /// <summary>What a file says before its blanks are filled: one that is printed for people gets its blanks here.</summary>
    protected virtual string Adapt(string file, string text) => text;

    /// <summary>Commands that run before it, one after the other.</summary>
    public virtual IEnumerable<IReadOnlyList<string>> Preparations(string folder) => [];

    /// <summary>Has a running one read its configuration anew, or null where that is not done.</summary>
    public virtual IReadOnlyList<string>? Reload(string folder) => null;

    protected string Main(string folder) => Path.Combine(folder, Files[0]);
}
