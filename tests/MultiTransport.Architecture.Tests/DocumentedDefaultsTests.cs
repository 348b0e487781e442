using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

public sealed class DocumentedDefaultsTests
{
    private static readonly Type[] Libraries = [typeof(SessionOptions), typeof(MultiTransportOptions), typeof(Client.ClientSessionOptions)];
    private static readonly XDocument[] Documentation = [.. Libraries.Select(type => DocumentedDefaults.Of(type.Assembly))];

    /// <summary>Every public class of options or limits that can be made without arguments.</summary>
    public static TheoryData<Type> Options =>
    [
        .. Libraries.SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Limits", StringComparison.Ordinal)) && type.GetConstructor([]) is not null),
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void A_fresh_instance_has_the_defaults_of_its_documentation(Type type) => RuleAssert.Keeps(DocumentedDefaults.Violations(type, Documentation));

    [Theory]
    [InlineData("Default 65,536; range 1 to 2.", null)]
    [InlineData("Default: 65536.", null)]
    [InlineData("Default 64; range 1 to 2.", "Sample.Bytes is documented as 64, but a fresh instance has 65536")]
    [InlineData("In bytes.", "Sample.Bytes does not document its default")]
    public void A_number_is_compared(string summary, string? expected) => AssertFound(expected, nameof(Sample.Bytes), summary);

    [Theory]
    [InlineData("Default 1.5 s; range 1 s to 1 minute.", null)]
    [InlineData("Default: 1500 ms.", null)]
    [InlineData("Default 1.5 minutes.", "Sample.Wait is documented as 1.5 minutes, but a fresh instance has 00:00:01.5000000")]
    [InlineData("Default 1.5.", "Sample.Wait is documented as 1.5, but a fresh instance has 00:00:01.5000000")]
    public void A_time_is_compared(string summary, string? expected) => AssertFound(expected, nameof(Sample.Wait), summary);

    [Theory]
    [InlineData("Default true. Off, it is off.", null)]
    [InlineData("Default <see langword=\"true\"/>.", null)]
    [InlineData("Default false: never.", "Sample.IsOn is documented as false, but a fresh instance has True")]
    public void A_flag_is_compared(string summary, string? expected) => AssertFound(expected, nameof(Sample.IsOn), summary);

    [Theory]
    [InlineData("Default <see cref=\"F:System.DayOfWeek.Friday\"/>.", null)]
    [InlineData("Default <see cref=\"F:System.DayOfWeek.Monday\"/>.", "Sample.Day is documented as Monday, but a fresh instance has Friday")]
    public void A_choice_is_compared(string summary, string? expected) => AssertFound(expected, nameof(Sample.Day), summary);

    [Theory]
    [InlineData("Default: all two. The order counts.", null)]
    [InlineData("Default: none.", "Sample.Names is documented as none, but a fresh instance has System.String[]")]
    public void A_list_is_counted(string summary, string? expected) => AssertFound(expected, nameof(Sample.Names), summary);

    private static void AssertFound(string? expected, string property, string summary)
    {
        var documentation = XDocument.Parse($"<doc><members><member name=\"P:{typeof(Sample).FullName}.{property}\"><summary>{summary}</summary></member></members></doc>");
        var found = DocumentedDefaults.Violations(typeof(Sample), documentation).Where(violation => violation.StartsWith($"Sample.{property} ", StringComparison.Ordinal));
        Assert.Equal(expected is null ? [] : [expected], found);
    }
}
